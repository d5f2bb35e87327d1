"""Convolutions by hand: sixteen answers worked out on paper.

Sliding a kernel by hand once is the best cure for mysteries later. Take a pencil, work out each answer, and put it in
place of the `...` beside its name. Nothing here needs a program, though you may write one to check yourself.

What holds in the whole course:

- "Convolution" is what deep learning calls it: the kernel is laid on the picture as it stands, not flipped. Every weight
  is multiplied by the number under it, and the products are added up:

  >>> picture = [[4, 0], [1, 2]]
  >>> kernel = [[1, 2], [0, -1]]
  >>> sum(picture[i][j] * kernel[i][j] for i in range(2) for j in range(2))
  2

- Rows are counted from the top, columns from the left, both from 0; sizes are given as (height, width), and stacks of
  pictures as (channels, height, width).
- "Valid" means no padding: the kernel stays inside the picture. Where nothing is said, padding is 0 and the stride is 1.
- An output has floor((n + 2p - k) / s) + 1 rows for an input of n rows, a kernel of k, padding p on each side and
  stride s. "Floor" rounds down: rows left over by the stride are not used.

How to write an answer down:

- A map of numbers row by row: [[1, 2], [3, 4]]. Tuples and NumPy arrays are as good.
- A list of sizes in the order asked: [10, 20, 30]. Sizes are whole numbers: 10, not 10.0.
- A fraction as a fraction (5 / 7), or with at least seven digits. 0.71 is too rough to be right.
- A text in quotes.

Run the public checks with `pytest` or `convgrade check by_hand.py` in this folder. They look at the form of the answers
and at a few laws; whether the numbers are right is found out when you hand in.
"""

# Whose numbers these are. Leave the line as it is: an empty id stands for the numbers everybody has.
STUDENT_ID = ""


# ---------------------------------------------------------------------------------------------------------------------
# 1. A first convolution
# ---------------------------------------------------------------------------------------------------------------------
# Lay the kernel K on the picture I, wherever it fits (valid).
#
#   I =  1  2  0  1      K =  1  0 -1
#        0  1  3  2           1  0 -1
#        1  0  2  1           1  0 -1
#        3  1  0  2
#
# The first entry is the sum of the nine products in the top left corner; then the kernel moves one column to the right.

# TODO: the map, row by row
first_convolution = ...

# TODO: the shape of that map, as (height, width). Hint: in how many places does the kernel fit, down and across?
first_convolution_shape = ...

# TODO: what does K answer to? One of "vertical edges", "horizontal edges", "corners", "blur".
# Hint: K compares one side of its window with the other. Which line must lie between the two sides?
detects = ...


# ---------------------------------------------------------------------------------------------------------------------
# 2. Two kernels everybody knows
# ---------------------------------------------------------------------------------------------------------------------
# The identity kernel is 1 in the middle and 0 elsewhere; the box blur has 1/9 in all nine places. Both are 3 x 3.
# Lay them on the picture I of question 1 (valid) and work out one entry of the output:
# the one where the output's row is 0 and its column 0.

# TODO: the identity kernel's answer there, one number
identity_value = ...

# TODO: the box blur's answer there, one number. Hint: a fraction; leave it one.
box_blur_value = ...


# ---------------------------------------------------------------------------------------------------------------------
# 3. Output sizes
# ---------------------------------------------------------------------------------------------------------------------
# Square pictures and kernels; no padding, stride 1. How many rows has the output?
#
#   (input, kernel):  (7, 3)  (28, 5)  (32, 3)  (100, 7)

# TODO: the four sizes, in that order
valid_sizes = ...

# Now with padding on each side and a stride. Hint: where the stride does not divide, round down, and only then add 1.
#
#   input  28  kernel 3  padding 0  stride 1
#   input  28  kernel 3  padding 1  stride 1
#   input  28  kernel 5  padding 2  stride 1
#   input  28  kernel 3  padding 1  stride 2
#   input  32  kernel 5  padding 0  stride 2
#   input 224  kernel 7  padding 3  stride 2

# TODO: the six sizes, in that order
sizes = ...

# One layer that takes a 32 x 32 picture to exactly 16 x 16: there are many.
# Whole numbers; kernel and stride at least 1, padding at least 0, and the kernel no larger than the padded picture.

# TODO: your (kernel, padding, stride)
design = ...


# ---------------------------------------------------------------------------------------------------------------------
# 4. More maps
# ---------------------------------------------------------------------------------------------------------------------
# With padding 1: put a border of zeros around the picture first. The output is as large as the picture.
#
#   picture =  1  2  3      kernel =  0 -1  0
#              4  5  6               -1  4 -1
#              7  8  9                0 -1  0

# TODO: the map, row by row. Hint: in a corner, five of the nine products are with the border.
padded_convolution = ...

# A larger picture (valid):
#
#   picture =  1  2  3  0  1      kernel =  1  0 -1
#              0  1  2  3  1                1  0 -1
#              1  0  1  2  0                1  0 -1
#              2  1  0  1  2
#              1  2  1  0  1

# TODO: the map, row by row
five_by_five = ...

# A checkerboard (valid). Hint: there are only two different windows.
#
#   board =  1  0  1  0  1      kernel =  1  0  1
#            0  1  0  1  0                0  1  0
#            1  0  1  0  1                1  0  1
#            0  1  0  1  0
#            1  0  1  0  1

# TODO: the map, row by row
checkerboard = ...

# A 2 x 2 kernel (valid). Hint: even kernels slide like all others.
#
#   picture =  1  2  3      kernel =  1  0
#              4  5  6                0 -1
#              7  8  9

# TODO: the map, row by row
two_by_two = ...

# A bright square on black, and a Sobel kernel (valid). Hint: on which sides of the square does this kernel answer?
#
#   picture =  0  0  0  0  0      kernel = -1  0  1
#              0  1  1  1  0               -2  0  2
#              0  1  1  1  0               -1  0  1
#              0  1  1  1  0
#              0  0  0  0  0

# TODO: the map, row by row
white_square_sobel = ...


# ---------------------------------------------------------------------------------------------------------------------
# 5. Padding that keeps the size
# ---------------------------------------------------------------------------------------------------------------------
# How much padding on each side makes the output exactly as large as the input?
# Hint: set the output size to n in the formula and solve it for p. With a stride above 1 that is a lot of padding.
#
#   (input, kernel, stride):  (7, 3, 1)  (7, 3, 2)  (5, 5, 1)

# TODO: the three paddings, in that order
same_paddings = ...


# ---------------------------------------------------------------------------------------------------------------------
# 6. A layer
# ---------------------------------------------------------------------------------------------------------------------
# A layer looks at a 1 x 28 x 28 picture through 16 filters of 5 x 5, without padding. Each filter has a bias.

# TODO: how many numbers does the layer learn?
layer_parameters = ...

# TODO: the shape of its output, as (channels, height, width)
layer_output = ...


# ---------------------------------------------------------------------------------------------------------------------
# 7. In your own words
# ---------------------------------------------------------------------------------------------------------------------
# Two or three sentences each, between the quotation marks of a text: """like this""". A person reads them.

# TODO: A network of fully connected layers gets a picture as one long row of numbers. Name two things that go wrong, and
# say how a convolutional layer mends each.
why_not_mlp = ...

# TODO: What does zero padding give a network, and what does it cost? Think of the size of the output, of how often a
# pixel in the corner is looked at with and without padding, and of what the zeros pretend the picture looks like.
what_padding_costs = ...
