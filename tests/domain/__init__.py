"""Tests of the rules and of the use cases."""
