"""The commands of `python -m bot` for coaches and operators, one file each: what it takes, what it prints, how it ends.

A command's own work is done elsewhere (`language`, `workbench`, `services`); here it is asked for and shown.
"""
