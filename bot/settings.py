"""Every setting, from the environment or `.env`; `.env.example` explains them."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class CannotStart(Exception):
    """Something outside has to be mended before a start can succeed; the message says what."""


class Settings(BaseSettings):
    """Settings of one running shop. Names in the environment begin with PESAN_."""

    model_config = SettingsConfigDict(
        env_prefix="PESAN_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    token: SecretStr = SecretStr("")
    owner_code: SecretStr = SecretStr("")
    data_dir: Path = Path("data")
    pictures_dir: Path = Path(__file__).parent / "sample" / "pictures"
    database_url: str = ""
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    listen_host: str = "127.0.0.1"
    listen_port: int = Field(default=8443, ge=0, le=65535)
    courier_url: str = "https://api.biteship.com"
    courier_key: SecretStr = SecretStr("")
    pace: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def database(self) -> str:
        """The database's URL; by default a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'pesan.db'}"

    @property
    def token_value(self) -> str:
        """The bot's token, "" when none is set."""
        return self.token.get_secret_value().strip()
