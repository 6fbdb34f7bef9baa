// What attn calls of zlib: crc32 here, the rest by pako, zlib in JavaScript.
#include <emscripten.h>
#include <zlib.h>

// clang-format off
/// Unpacks into `to`, leaving out the first `skip` bytes. Returns zlib's code; `said` is how many
/// bytes were unpacked, those left out aside, and how many were not read.
EM_JS(int, unpack_by_pako, (const void* from, int length, int skip, void* to, int room, int* said), {
  const packed = HEAPU8.slice(from, from + length);  // pako may keep it
  const end = {};
  const stream = new pako.Inflate({ raw: true, chunkSize: skip + room || 1 });
  let got = 0;
  let code = 0;
  const take = (bytes) => {
    got = Math.max(0, Math.min(bytes.length - skip, room));
    HEAPU8.set(bytes.subarray(skip, skip + got), to);
  };
  stream.onData = (bytes) => {
    take(bytes);
    if (stream.strm.avail_out === 0 && bytes.length >= skip + room) throw end;
  };
  stream.onEnd = (status) => { code = status === 0 ? 1 : status; };
  try {
    if (stream.push(packed, 2) && code === 0 && stream.strm.next_out) {
      take(stream.strm.output.subarray(0, stream.strm.next_out));
    }
  } catch (error) {
    if (error !== end) throw error;
  }
  HEAP32[said >> 2] = got;
  HEAP32[(said >> 2) + 1] = stream.strm.avail_in;
  return code;
});
// clang-format on

namespace {

/// Leaves out what was unpacked before: a stream is asked once for all, and perhaps for one more.
int unpack(z_streamp stream) {
  int said[2] = {};
  const int code = unpack_by_pako(stream->opaque, static_cast<int>(stream->reserved),
                                  static_cast<int>(stream->total_out), stream->next_out,
                                  static_cast<int>(stream->avail_out), said);
  stream->total_out += static_cast<uLong>(said[0]);
  stream->next_out += said[0];
  stream->avail_out -= static_cast<uInt>(said[0]);
  stream->avail_in = static_cast<uInt>(said[1]);
  return code;
}

}  // namespace

extern "C" {

// All of the input is there from the start; where it lies is kept in what zlib has no use for.
int inflateInit2_(z_streamp stream, int, const char*, int) {
  stream->opaque = const_cast<Bytef*>(stream->next_in);
  stream->reserved = stream->avail_in;
  stream->total_out = 0;
  return Z_OK;
}

int inflate(z_streamp stream, int) {
  return unpack(stream);
}

int inflateEnd(z_streamp) {
  return Z_OK;
}

// ISO 3309, as in zip.
uLong crc32(uLong crc, const Bytef* bytes, uInt length) {
  auto rest = static_cast<uint32_t>(~crc);
  for (uInt i = 0; i < length; ++i) {
    rest ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) rest = rest >> 1U ^ (rest & 1U ? 0xEDB88320U : 0U);
  }
  return ~rest;
}
}
