"""Where people and programs come in: browser, terminal, HTTP and command line. Nothing heavy is imported here."""
