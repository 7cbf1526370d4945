"""What the commands of `soglia` do; `bot.cli` lists them."""
