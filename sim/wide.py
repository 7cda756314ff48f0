"""How a kernel is handed a NamedTuple: by the address of a block that tells where its columns lie. A door to numba.

numba hands a NamedTuple field by field and an array as seven numbers, so that a kernel of three tables has a thousand
arguments and takes a minute to compile. Here it is one address, whatever its fields, and a kernel looks up the columns
that it uses. The block lives as long as the call, and nothing in it changes meanwhile; the compiler is told so, and
what it has looked up once it need not look up again.

    block    a number: its value;  an array: where its data lie, then its shape
"""

import hashlib
import struct
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.core.typing.typeof import Purpose
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox
from numba.np import numpy_support
from numba.np.arrayobj import make_array, populate_array

_WORD = ir.IntType(64)
_NUMBERS = {float: types.float64, int: types.int64, bool: types.boolean}


class Wide(types.Type):
    """Type of a NamedTuple handed by address: the name of its class, its fields with their types, in order."""

    def __init__(self, kind: str, fields: tuple[tuple[str, types.Type], ...]) -> None:
        self.fields = fields
        told = repr((kind, fields)).encode()
        super().__init__(f"{kind}_{hashlib.sha256(told).hexdigest()[:12]}")


class Handed:
    """A NamedTuple with its type and its block, looked at once and handed to many kernels.

    numba looks at every field of a NamedTuple at every call, which takes a tenth of a millisecond; of an object that
    names its type it asks no more.
    """

    __slots__ = ("_numba_type_", "block", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self._numba_type_ = _wide(value)
        self.block = block(value)


_kinds: set[type] = set()
"""Classes whose values are handed by address."""
_last: dict[type, Handed] = {}
"""The last value of each class: the rules of a month are handed the same tables."""


def handed_by_address(table: type[Any]) -> None:
    """Hand every value of a NamedTuple class to kernels by address from now on."""
    _kinds.add(table)
    typeof_impl.register(table)(_type_of)


def handed(arguments: Iterable[Any]) -> list[Any]:
    """The arguments of a kernel, those that go by address as `Handed`."""
    return [_told(value) if type(value) in _kinds else value for value in arguments]


def _type_of(value: Any, context: Any) -> Any:
    """Type of a value: what its class and the types of its fields make of it."""
    if context.purpose is Purpose.constant:
        return typeof_impl.dispatch(tuple)(value, context)
    return _told(value)._numba_type_


def block_of(value: Any) -> bytes:
    """The block of a NamedTuple, or of one that is `Handed`."""
    return value.block if type(value) is Handed else _told(value).block


def _told(value: Any) -> Handed:
    """A value with its type and block."""
    told = _last.get(type(value))
    if told is None or told.value is not value:
        told = _last[type(value)] = Handed(value)
    return told


def _wide(value: Any) -> Wide:
    kinds = [(x.dtype, x.ndim) if isinstance(x, np.ndarray) else type(x) for x in value]
    table: Any = type(value)
    return _type_from(table, tuple(kinds))


@cache
def _type_from(table: Any, kinds: tuple[Any, ...]) -> Wide:
    return Wide(table.__name__, tuple(zip(table._fields, map(_field, kinds), strict=True)))


def _field(kind: Any) -> types.Type:
    if isinstance(kind, tuple):
        return types.Array(numpy_support.from_dtype(kind[0]), kind[1], "C")
    return _NUMBERS.get(kind) or numpy_support.from_dtype(np.dtype(kind))


@cache
def _places(wide: Wide) -> dict[str, tuple[int, types.Type]]:
    """Word of the block at which a field begins, and its type, by name."""
    places = {}
    word = 0
    for name, field in wide.fields:
        places[name] = (word, field)
        word += 1 + (field.ndim if isinstance(field, types.Array) else 0)
    return places


def block(value: Any) -> bytes:
    """The block of a NamedTuple.

    Raises
    ------
    TypeError
        If an array does not lie in memory row after row, or may not be written.
    """
    words: list[Any] = []
    for field in value:
        if not isinstance(field, np.ndarray):
            words.append(field)
            continue
        if not field.flags.carray:
            raise TypeError(f"{type(value).__name__}: a column is no writable array that lies row after row")
        words.append(field.ctypes.data)
        words += field.shape
    return _packer("".join(["d" if isinstance(word, float) else "q" for word in words])).pack(*words)


@cache
def _packer(kinds: str) -> struct.Struct:
    return struct.Struct("=" + kinds)


@register_model(Wide)
class _WideModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, wide: Wide) -> None:
        super().__init__(manager, wide, _WORD.as_pointer())


@infer_getattr
class _WideAttributes(AttributeTemplate):  # type: ignore[misc]
    key = Wide

    def generic_resolve(self, wide: Wide, name: str) -> types.Type | None:
        return _places(wide)[name][1] if name in _places(wide) else None


@lower_getattr_generic(Wide)  # type: ignore[untyped-decorator]
def _look_up(context: Any, builder: Any, wide: Wide, value: Any, name: str) -> Any:
    """Compile the reading of one field."""
    word, field = _places(wide)[name]
    if not isinstance(field, types.Array):
        kept = context.get_data_type(types.uint8 if field == types.boolean else field)
        found = _load(builder, value, word, kept)
        return context.cast(builder, found, types.uint8, field) if field == types.boolean else found
    data = builder.inttoptr(_load(builder, value, word, _WORD), context.get_data_type(field.dtype).as_pointer())
    shape = [_load(builder, value, word + 1 + axis, _WORD) for axis in range(field.ndim)]
    size = context.get_abi_sizeof(context.get_data_type(field.dtype))
    strides = [ir.Constant(_WORD, size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array = make_array(field)(context, builder)
    populate_array(array, data, shape, strides, ir.Constant(_WORD, size), None)
    return impl_ret_borrowed(context, builder, field, array._getvalue())


def _load(builder: Any, value: Any, word: int, kind: Any) -> Any:
    """Compile the reading of a word that never changes while the kernel runs."""
    place = builder.gep(value, [ir.Constant(_WORD, word)], inbounds=True)
    found = builder.load(place if kind == _WORD else builder.bitcast(place, kind.as_pointer()))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


@unbox(Wide)  # type: ignore[untyped-decorator]
def _take(wide: Wide, value: Any, context: Any) -> NativeValue:
    """Compile the way in: make the block, and keep it until the kernel is done."""
    api, builder = context.pyapi, context.builder
    module = api.import_module(context.context.insert_const_string(builder.module, __name__))
    make = api.object_getattr_string(module, block_of.__name__)
    made = api.call_function_objargs(make, [value])
    api.decref(make)
    api.decref(module)
    address = cgutils.alloca_once_value(builder, ir.Constant(_WORD.as_pointer(), None))
    is_error = cgutils.is_null(builder, made)
    with cgutils.if_likely(builder, builder.not_(is_error)):
        builder.store(builder.bitcast(api.bytes_as_string(made), _WORD.as_pointer()), address)
    return NativeValue(builder.load(address), is_error, lambda: api.decref(made))
