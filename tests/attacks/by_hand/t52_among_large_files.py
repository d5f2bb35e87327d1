"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: layer_parameters
Earns: nothing
Among: 60
"""

layer_parameters = "many"
