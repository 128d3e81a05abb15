"""`python -m simulator.gateway`: the gateways by themselves."""

from __future__ import annotations

from simulator.stand_ins import GATEWAY, main

if __name__ == "__main__":
    main("gateway", GATEWAY)
