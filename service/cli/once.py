"""Commands that refuse an option given twice, of which click alone would keep the last without a word."""

from collections import Counter

import click


class OnceCommand(click.Command):
    """A command that takes each option once, but for flags and those that may be repeated."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does. Raises UsageError for an option that stands twice."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for parameter, count in Counter(order).items():
            if count > 1 and isinstance(parameter, click.Option) and not (parameter.multiple or parameter.is_flag):
                raise click.UsageError(f"{parameter.opts[0]}: 一度だけ指定できます / may be given once only.", ctx)
        return super().parse_args(ctx, args)


class OnceGroup(OnceCommand, click.Group):
    """The same for a group of commands."""
