"""
The charts of the report, one a module, each drawn from rows that the command line gives too.

Colour is never alone: panels have titles, bands an order, bubbles a number and an outline.
"""
