"""One function per verb, each one transaction over a unit of work.

A use case takes the unit of work, the actor and plain arguments, checks authority first, then
rules, then writes, and records what happened. It returns the aggregate as it stands afterwards.
"""
