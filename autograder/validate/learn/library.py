"""What learned code may take from Python and libraries: words that compute. A chaff runs unconfined once it is the course's own.

A list of what reaches files, processes or the interpreter would miss one of the many ways there: `operator.attrgetter`, a generator's
`gi_frame`, `collections._sys`. So it is a list of what may be used, and honest answers use these.
"""

from __future__ import annotations

import builtins
import cmath
import itertools
import math
import types

import numpy as np


def _public(of: object) -> frozenset[str]:
    return frozenset(name for name in dir(of) if not name.startswith("_"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _words(
    """
    abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter float
    format frozenset hasattr hash hex id int isinstance issubclass iter len list map max min next object oct ord pow
    print property range repr reversed round set slice sorted staticmethod str sum super tuple type zip
    NotImplemented Ellipsis BaseException __debug__
    """
) | {name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, Exception)}
"""Names of Python's own."""
TYPES = frozenset(("type", "numpy.ndarray"))
"""What may be used to tell of which type something is, and for nothing else: `type` makes types, and `np.ndarray` reads memory as it
is told."""

SPECIAL = _words(
    """
    __init__ __new__ __call__ __len__ __getitem__ __setitem__ __iter__ __next__ __reversed__ __contains__ __repr__
    __str__ __bool__ __int__ __float__ __index__ __hash__ __abs__ __neg__ __pos__ __invert__ __round__ __eq__ __ne__
    __lt__ __le__ __gt__ __ge__ __add__ __radd__ __iadd__ __sub__ __rsub__ __isub__ __mul__ __rmul__ __imul__
    __matmul__ __rmatmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __pow__ __enter__ __exit__
    __name__ __class__ __doc__ __post_init__ __slots__
    """
)
"""Names with two underscores that may be used and given: none of them hands out an attribute by a text, or an address in memory."""

MODULES = {
    "math": _public(math),
    "cmath": _public(cmath),
    "itertools": _public(itertools),
    "functools": _words("cache lru_cache partial reduce total_ordering"),
    "operator": _words(
        """
            abs add and_ contains countOf eq floordiv ge getitem gt index inv invert itemgetter le lt matmul mod mul
            ne neg not_ or_ pos pow setitem sub truediv truth xor
        """
    ),
    "statistics": _words(
        """
            fmean geometric_mean harmonic_mean mean median median_high median_low mode multimode pstdev pvariance
            quantiles stdev variance
        """
    ),
    "collections": _words("ChainMap Counter OrderedDict defaultdict deque"),
    "collections.abc": _words("Callable Collection Iterable Iterator Mapping Sequence"),
    "typing": _words(
        """
            Any Callable ClassVar Dict Final Generic Iterable Iterator List Literal NamedTuple Optional Sequence Set
            Tuple Union cast overload
        """
    ),
    "numbers": _words("Complex Integral Number Rational Real"),
    "fractions": _words("Fraction"),
    "decimal": _words(
        """
            Decimal ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP
        """
    ),
    "copy": _words("copy deepcopy"),
    "dataclasses": _words("asdict astuple dataclass field replace"),
    "enum": _words("Enum IntEnum auto"),
    "abc": _words("ABC abstractmethod"),
    "numpy": _words(
        """
            abs absolute add all allclose amax amin angle any append apply_along_axis apply_over_axes arange arccos
            arcsin arctan arctan2 argmax argmin argpartition argsort argwhere around array array_equal array_split
            asanyarray asarray ascontiguousarray asfortranarray astype atleast_1d atleast_2d atleast_3d average
            bincount block bool_ broadcast broadcast_arrays broadcast_shapes broadcast_to c_ cbrt ceil clip
            column_stack complex128 complex64 concatenate conj conjugate convolve copy copysign copyto corrcoef
            correlate cos cosh count_nonzero cov cross cumprod cumsum deg2rad degrees delete diag diag_indices
            diagonal diff digitize divide divmod dot dsplit dstack dtype e einsum ediff1d empty empty_like equal
            errstate exp exp2 expand_dims expm1 extract eye fabs fill_diagonal finfo fix flatnonzero flip fliplr
            flipud float16 float32 float64 float_power floating floor floor_divide fmax fmin fmod fromfunction
            fromiter frompyfunc full full_like generic geomspace gradient greater greater_equal heaviside histogram
            hsplit hstack hypot identity iinfo imag indices inf inner insert int16 int32 int64 int8 int_ integer
            interp intersect1d invert isclose iscomplexobj isfinite isin isinf isnan isscalar ix_ kron less
            less_equal lexsort linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or
            logical_xor logspace longdouble matmul max maximum mean median meshgrid mgrid min minimum mod moveaxis
            multiply nan nan_to_num nanmax nanmean nanmin nansum ndarray ndenumerate ndim ndindex nditer negative
            newaxis nonzero not_equal number ogrid ones ones_like outer pad partition percentile pi piecewise place
            polyfit polyval positive power prod promote_types ptp put put_along_axis putmask quantile r_ rad2deg
            radians ravel ravel_multi_index real reciprocal remainder repeat reshape resize result_type rint roll
            rollaxis rot90 round row_stack s_ searchsorted select setdiff1d shape sign signbit sin sinc single sinh
            size sort split sqrt square squeeze stack std subtract sum swapaxes take take_along_axis tan tanh
            tensordot tile trace transpose trapz tri tril tril_indices trim_zeros triu triu_indices true_divide
            trunc uint16 uint32 uint64 uint8 union1d unique unravel_index vander var vdot vectorize vsplit vstack
            where zeros zeros_like
        """
    ),
    "numpy.linalg": _words(
        """
            cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_power matrix_rank multi_dot norm pinv qr
            solve svd
        """
    ),
    "numpy.fft": _words(
        """
            fft fft2 fftfreq fftn fftshift ifft ifft2 ifftn ifftshift irfft irfft2 irfftn rfft rfft2 rfftfreq rfftn
        """
    ),
    "numpy.random": _words(
        """
            choice default_rng normal permutation rand randint randn random shuffle standard_normal uniform
        """
    ),
    "numpy.lib": frozenset[str](),
    # `as_strided` is not among them: where it is wrong it reads and writes memory that is not the array's.
    "numpy.lib.stride_tricks": _words("sliding_window_view"),
    "torch": _words(
        """
            BoolTensor DoubleTensor FloatTensor IntTensor LongTensor Size Tensor abs add all allclose amax amin any
            arange argmax argmin as_tensor atleast_2d bmm bool broadcast_to cat ceil chunk clamp clip clone concat
            concatenate cos cumsum diag div dot double einsum empty empty_like enable_grad equal exp eye flatten
            flip float float32 float64 floor from_numpy full full_like gather inference_mode int int32 int64
            is_grad_enabled is_tensor isclose isnan linspace log logical_and long manual_seed matmul max maximum
            mean median meshgrid min minimum mm movedim mul nan no_grad norm numel ones ones_like outer permute pow
            prod rand rand_like randint randn randn_like randperm relu relu_ repeat_interleave reshape roll rsqrt
            set_grad_enabled sigmoid sign sin softmax sort split sqrt square squeeze stack std sub sum swapaxes tanh
            tensor tensordot tile topk transpose tril triu unbind unflatten unsqueeze var where zeros zeros_like
        """
    ),
    "torch.nn": _words(
        """
            AdaptiveAvgPool2d AdaptiveMaxPool2d AvgPool1d AvgPool2d BCELoss BCEWithLogitsLoss BatchNorm1d
            BatchNorm2d Conv1d Conv2d Conv3d ConvTranspose2d CrossEntropyLoss Dropout Dropout2d ELU Flatten GELU
            GroupNorm Hardtanh Identity InstanceNorm2d L1Loss LayerNorm LazyBatchNorm2d LazyConv2d LazyLinear
            LeakyReLU Linear LogSoftmax MSELoss MaxPool1d MaxPool2d Module ModuleDict ModuleList NLLLoss PReLU
            Parameter ParameterList ReLU ReLU6 ReflectionPad2d ReplicationPad2d Sequential SiLU Sigmoid Softmax
            Softplus Tanh Unflatten Unfold Upsample ZeroPad2d
        """
    ),
    "torch.nn.functional": _words(
        """
            adaptive_avg_pool2d adaptive_max_pool2d avg_pool1d avg_pool2d batch_norm binary_cross_entropy
            binary_cross_entropy_with_logits conv1d conv2d conv_transpose2d cross_entropy dropout elu fold gelu
            group_norm interpolate layer_norm leaky_relu linear log_softmax max_pool1d max_pool2d mse_loss nll_loss
            normalize one_hot pad relu sigmoid silu softmax softplus tanh unfold
        """
    ),
    "torch.nn.init": _words(
        """
            constant_ kaiming_normal_ kaiming_uniform_ normal_ ones_ uniform_ xavier_normal_ xavier_uniform_ zeros_
        """
    ),
    "torch.optim": _words("Adam AdamW RMSprop SGD"),
    "torch.autograd": _words("grad"),
    "matplotlib": _words("colormaps"),
    "matplotlib.pyplot": _words(
        """
            Circle Rectangle axes axhline axis axvline bar cla clf close colorbar contour figaspect figure gca gcf
            get_cmap gray hist imshow legend matshow pcolormesh plot scatter show sca subplot subplot2grid
            subplot_mosaic subplots subplots_adjust suptitle text tight_layout title xlabel xlim xticks ylabel ylim
            yticks
        """
    ),
    "matplotlib.pyplot.cm": _words("gray gray_r jet viridis"),
    "matplotlib.cm": _words("gray gray_r jet viridis"),
    "matplotlib.figure": _words("Figure"),
    "matplotlib.gridspec": _words("GridSpec"),
    "matplotlib.patches": _words("Circle Rectangle"),
    "mpl_toolkits": frozenset[str](),
    "mpl_toolkits.axes_grid1": _words("ImageGrid make_axes_locatable"),
}
"""Modules, and what of each may be used. No module is in the list of another: it is named here itself."""
LIBRARIES = {"numpy": "numpy", "torch": "torch", "matplotlib": "matplotlib", "mpl_toolkits": "matplotlib"}
"""Those that a course has to allow, by what it calls them; the others are Python's own."""

_OF_ARRAYS = _words(
    """
    T all any argmax argmin argpartition argsort astype base choose clip compress conj conjugate copy cumprod cumsum
    data diagonal dot dtype fill flags flat flatten imag item itemsize max mean min nbytes ndim nonzero outer
    partition prod ptp put ravel real repeat reshape round searchsorted shape size sort squeeze std strides sum
    swapaxes take tolist trace transpose var view writeable accumulate at reduce reduceat identity kind name names
    nin nout eps tiny bits choice integers normal permutation permuted random rand randint randn shuffle
    standard_normal uniform finished iternext index multi_index operands value iterindex
    """
)
_OF_PYTHON = _words(
    """
    appendleft elements extendleft maxlen most_common popleft rotate subtract total move_to_end numerator
    denominator quantize send throw close cache_clear setter getter deleter args
    """
)
_OF_TENSORS = _words(
    """
    abs add add_ add_module amax amin apply backward batch_size bias bmm bool broadcast_to buffers children chunk
    clamp clamp_ clamp_max clamp_min clone contiguous copy_ cpu detach device dim div div_ double eq eval exp expand
    expand_as features fill_ flatten flip float floor forward gather get_submodule grad in_channels in_features int
    is_contiguous item kernel_size load_state_dict log long masked_fill matmul mm modules momentum movedim mul mul_
    named_children named_modules named_parameters ndimension nelement new_full new_ones new_zeros norm normal_
    num_features numel numpy out_channels out_features padding param_groups parameters permute pow register_buffer
    register_forward_hook register_full_backward_hook register_parameter relu relu_ requires_grad requires_grad_
    reset_parameters retain_grad rsqrt running_mean running_var scatter_ sigmoid softmax split sqrt square
    state_dict step stride sub sub_ t tanh to topk train training transpose tril triu unbind unflatten unfold
    uniform_ unsqueeze view view_as weight weights zero_ zero_grad
    """
)
_OF_FIGURES = _words(
    """
    add_axes add_gridspec add_image add_patch add_subplot append_axes autoscale axes axhline axis axvline bar cla
    clear colorbar delaxes figure flat get_array get_cmap get_extent get_position get_title get_xlim get_ylim hist
    images imshow inset_axes invert_xaxis invert_yaxis legend lines margins matshow patches pcolor pcolormesh plot
    remove scatter set set_aspect set_axis_off set_clim set_cmap set_data set_facecolor set_figheight set_figwidth
    set_size_inches set_title set_visible set_xlabel set_xlim set_xticklabels set_xticks set_ylabel set_ylim
    set_yticklabels set_yticks spines subfigures subplots subplots_adjust suptitle text tick_params tight_layout
    title transAxes twinx update x0 x1 xaxis y0 y1 yaxis
    """
)
_BUILT_IN = (int, float, complex, list, tuple, dict, set, frozenset, str, bytes, range, slice)
# `format` reads any attribute of any object, by a text; `resize` leaves views of memory that is gone.
VALUES = (
    (frozenset[str]().union(*map(_public, _BUILT_IN)) - {"format", "format_map"})
    | _OF_PYTHON
    | _OF_ARRAYS
    | _OF_TENSORS
    | _OF_FIGURES
)
"""Attributes of values, of whatever type."""

_INNER = (
    types.FrameType,
    types.CodeType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    types.FunctionType,
    types.MethodType,
    types.ModuleType,
    types.TracebackType,
    type,
    str,
    memoryview,
    np.ndarray,
    np.generic,
    np.dtype,
)
_OF_OTHERS = _words(
    """
    bit_generator canvas cffi compile hub load manager open os print_figure print_png register_module_forward_hook save
    savefig storage sys untyped_storage write write_png
    """
)
NOT_OWN = (frozenset[str]().union(*map(_public, _INNER)) | _OF_OTHERS) - VALUES
"""What an answer may not call an attribute of its own objects: the same word would read another's."""

KEYWORDS = _words(
    """
    affine align_corners aspect assume_unique axes axes_pad axis bias bottom cax ceil_mode cmap color
    constant_values constrained_layout copy count count_include_pad ddof default default_factory device dilation dim
    dims divisor_override dtype eps extent facecolor edgecolor edgecolors endpoint end_dim fill fill_value figsize
    flags fontsize fontweight full_matrices gamma groups ha hspace in_channels in_features indexing initial
    initial_value inplace interpolation key keepdim keepdims kernel_size kind labelbottom labelleft layout left
    linewidth lr maxlen maxsize minlength mode momentum n ncols nonlinearity normalized_shape nrows nrows_ncols
    num_features obj op_flags optimize order origin otypes out out_channels out_features output_padding output_size
    over p pad pad_width padding padding_mode pool recurse reduction repeat requires_grad return_counts return_index
    return_inverse return_mask reverse scale_factor set_to_none shading shape sharex sharey shift shrink signature
    size sliding squeeze start start_dim stat_length step strict stride subok tight title titles track_running_stats
    training under va vmax vmin weight_decay weights where width_ratios height_ratios window_shape writeable wspace
    xlim xticks ylim yticks divide invalid end sep
    """
)
"""Names of arguments that functions of Python and the libraries have."""
WORDS = frozenset(part for module in MODULES for part in module.split(".")).union(
    BUILTINS, SPECIAL, VALUES, KEYWORDS, *MODULES.values()
)
"""All of these: what they say, they say of nobody."""
