"""Which kind of recording some bytes are, decided by what is in them, and how long it lasts. Pure.

Containers: RIFF/WAVE, Ogg (RFC 3533), ISO base media (ISO/IEC 14496-12), WebM (an EBML file), and
MPEG audio with or without an ID3 tag.
"""

import struct

WAV, OGG, M4A, WEBM, MP3 = "audio/wav", "audio/ogg", "audio/mp4", "audio/webm", "audio/mpeg"
OPUS_RATE = 48_000
SOUND_BRANDS = (
    b"M4A ",
    b"M4B ",
    b"isom",
    b"iso2",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"3gp4",
    b"3gp5",
    b"qt  ",
)
BIT_RATES = (
    0,
    32,
    40,
    48,
    56,
    64,
    80,
    96,
    112,
    128,
    160,
    192,
    224,
    256,
    320,
    0,
)  # MPEG-1 layer III
BIT_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)  # MPEG-2 layer III


def kind_of(content: bytes) -> str | None:
    """The media type; None if it is no recording that we can play."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return WAV
    if content[:4] == b"OggS":
        return OGG
    if content[4:8] == b"ftyp" and content[8:12] in SOUND_BRANDS:
        return M4A
    if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:64]:
        return WEBM
    if content[:3] == b"ID3" or _frame_rate(content, 0):
        return MP3
    return None


def seconds_of(content: bytes, kind: str) -> float | None:
    """How long it lasts; None where the file does not say, as recordings of a browser often do."""
    measure = {WAV: _of_wave, OGG: _of_ogg, M4A: _of_mp4, MP3: _of_mpeg}.get(kind)
    try:
        return measure(content) if measure else None
    except (struct.error, IndexError, ZeroDivisionError):
        return None


def _of_wave(content: bytes) -> float | None:
    at = content.find(b"fmt ")
    octets_a_second = struct.unpack_from("<I", content, at + 16)[0] if at > 0 else 0
    return (len(content) - 44) / octets_a_second if octets_a_second else None


def _of_ogg(content: bytes) -> float | None:
    """The last page counts all samples so far."""
    rate = OPUS_RATE if b"OpusHead" in content[:256] else _vorbis_rate(content)
    at = content.rfind(b"OggS")
    samples = struct.unpack_from("<q", content, at + 6)[0]
    return samples / rate if rate and samples > 0 else None


def _vorbis_rate(content: bytes) -> int:
    at = content.find(b"\x01vorbis", 0, 512)
    return int(struct.unpack_from("<I", content, at + 12)[0]) if at >= 0 else 0


def _of_mp4(content: bytes) -> float | None:
    at = content.find(b"mvhd")
    if at < 0:
        return None
    is_long = content[at + 4] == 1
    scale, length = struct.unpack_from(
        ">IQ" if is_long else ">II", content, at + (24 if is_long else 16)
    )
    return length / scale if scale else None


def _of_mpeg(content: bytes) -> float | None:
    start = _past_the_tag(content)
    rate = _frame_rate(content, start)
    return (len(content) - start) * 8 / (rate * 1000) if rate else None


def _past_the_tag(content: bytes) -> int:
    if content[:3] != b"ID3":
        return 0
    a, b, c, d = content[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d)


def _frame_rate(content: bytes, at: int) -> int:
    """Kilobits a second by the first frame; 0 if there is no MPEG frame of layer III."""
    if len(content) < at + 4 or content[at] != 0xFF or content[at + 1] & 0xE6 != 0xE2:
        return 0
    is_first_version = content[at + 1] & 0x18 == 0x18
    place = content[at + 2] >> 4
    return (BIT_RATES if is_first_version else BIT_RATES_2)[place]
