"""The order of things: the only package that knows which stage follows which."""

from steelyard.pipeline.weighing import Progress, ask, evidence, weigh

__all__ = ["Progress", "ask", "evidence", "weigh"]
