"""Tools that refuse arguments they do not know or cannot use, in one sentence."""

from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations
from pydantic import ValidationError

from service.value_problems import words_of_value

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class CheckedTool(Tool):
    """A read-only tool whose arguments are all looked at before it runs."""

    @classmethod
    def over(cls, function: Callable[..., Any], description: str | None = None) -> "CheckedTool":
        """The tool that calls ``function``, described by its docstring unless told."""
        tool = cls.from_function(function, description=description, annotations=READ_ONLY)
        assert isinstance(tool, cls)
        tool.parameters["additionalProperties"] = False
        return tool

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """What the function answers. Raises ToolError for arguments that it does not take, naming those it does."""
        known = self.parameters["properties"]
        unknown = [name[:40] for name in arguments if name not in known]
        if unknown:
            raise ToolError(
                f"{', '.join(unknown)}: この引数はない / {self.name} has no such argument; "
                f"it takes {', '.join(known) or 'none'}."
            )
        try:
            self.fn_metadata.validate_arguments(arguments)
        except ValidationError as error:
            raise ToolError(_words_of(error)) from error
        return await super().run(arguments, context, convert_result)


def _words_of(error: ValidationError) -> str:
    found = (f"{'.'.join(map(str, one['loc']))}: {words_of_value(one)}" for one in error.errors(include_url=False))
    return "; ".join(found)
