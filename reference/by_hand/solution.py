"""The answers to the shared sheet of `by_hand`."""

STUDENT_ID = ""

first_convolution = [[-3, -1], [-1, -3]]
first_convolution_shape = (2, 2)
detects = "vertical edges"

identity_value = 1
box_blur_value = 10 / 9

valid_sizes = [5, 24, 30, 94]
sizes = [26, 28, 28, 14, 14, 112]
design = (3, 1, 2)

padded_convolution = [[-2, -1, 4], [3, 0, 7], [16, 11, 22]]
five_by_five = [[-4, -2, 4], [0, -4, 0], [2, 0, -1]]
checkerboard = [[5, 0, 5], [0, 5, 0], [5, 0, 5]]
two_by_two = [[-4, -4], [-4, -4]]
white_square_sobel = [[3, 0, -3], [4, 0, -4], [3, 0, -3]]

same_paddings = [1, 4, 2]

layer_parameters = 416
layer_output = (16, 24, 24)

why_not_mlp = """
A row of numbers has lost which pixels were neighbours, so every unit of a fully connected layer must find out from data
what a picture tells for free; a convolutional unit looks at one small window, where neighbours are neighbours. A
fully connected layer has a weight for every pair of pixel and unit, millions for a photograph, and learns a pattern
anew at every place; a convolution uses one small set of weights at every place, so it has few to learn, and a pattern
that moves in the picture moves in the map.
"""
what_padding_costs = """
Zero padding keeps the maps from shrinking, so that many layers can follow one another, and it lets pixels at the border
be looked at about as often as the others: without it a corner pixel is in one window only. It costs a little work, and
the zeros are a picture that is not there: they read as a dark frame, so maps are less true along the border, and a
network can even learn from them where the border is.
"""
