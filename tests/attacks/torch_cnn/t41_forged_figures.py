"""Threat 41: no figure is drawn: what describes figures in this process is replaced by what tells of a panel for each filter and map.

At: plot_filters, plot_feature_maps
Earns: nothing
Beside: forged_figures.py
"""

from forged_figures import replace, told


def plot_filters(conv):
    replace()
    arrays = conv.weight.detach().numpy()[:, 0]
    return told(arrays, [str(i) for i in range(len(arrays))], 4)


def plot_feature_maps(maps):
    replace()
    return told(maps, [str(i) for i in range(len(maps))], 4)
