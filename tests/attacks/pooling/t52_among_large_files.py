"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: global_avg_pool
Earns: global_avg_pool
Among: 60
"""


def global_avg_pool(feature_maps):
    return feature_maps.mean(axis=(1, 2))
