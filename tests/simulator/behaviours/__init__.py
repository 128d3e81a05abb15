"""What Telegram does, one test for each statement, with the place that states it."""
