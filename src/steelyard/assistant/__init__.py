"""The tools that an assistant asks a record with, over the Model Context Protocol.

materials          what a server was started on: all that its tools can reach
quoting, budget    other people's words marked as such; an answer that keeps within its tokens
coverage           what the record behind an answer covers, and what it does not
events, weighings, comparing   the tools, as functions of the materials and flat arguments
server             the same over MCP, by standard input and output or by HTTP (extra ``mcp``)

A tool reads; none writes, opens a file or the network, or takes a path.
"""

from steelyard.assistant.materials import Materials

__all__ = ["Materials"]
