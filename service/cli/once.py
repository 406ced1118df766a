"""Commands that refuse what click alone would take without a word: an option given twice, or without a value."""

from collections import Counter

import click


class OnceCommand(click.Command):
    """A command that takes each option once, but for flags and those that may be repeated, and none that is empty.

    An empty value is most often a shell variable that was never set.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does. Raises UsageError for an option that stands twice or is empty."""
        values, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for parameter, count in Counter(order).items():
            if not isinstance(parameter, click.Option) or parameter.is_flag:
                continue
            value, name = values[parameter.name or ""], parameter.opts[0]
            if count > 1 and not parameter.multiple:
                raise click.UsageError(f"{name}: 一度だけ指定できます / may be given once only.", ctx)
            if not all(given.strip() for given in (value if parameter.multiple else [value])):
                raise click.UsageError(f"{name}: 値が空です / is empty. Give a value or leave it out.", ctx)
        return super().parse_args(ctx, args)


class OnceGroup(OnceCommand, click.Group):
    """The same for a group of commands."""
