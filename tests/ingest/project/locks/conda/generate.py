"""Makes the locks beside it: one made-up project, in the shape in which conda-lock and pixi write their files.

`python generate.py` writes them again. Hosts are `.example` ones, versions and builds are plausible and made up, and
each digest is that of the file's own address, so that they are fixed and all different.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PLATFORMS = ("linux-64", "osx-arm64")
CHANNEL = "https://conda.example/conda-forge"
FILES = "https://files.example/packages"

CONDA = """
_libgcc_mutex 0.1 linux
_openmp_mutex 4.5 linux | _libgcc_mutex ==0.1 conda_forge; libgomp >=7.5.0
libgomp 14.2.0 linux | _libgcc_mutex ==0.1 conda_forge
libgcc 14.2.0 linux | _libgcc_mutex ==0.1 conda_forge; _openmp_mutex >=4.5
libgcc-ng 14.2.0 linux | libgcc 14.2.0 *_1
libstdcxx 14.2.0 linux | libgcc 14.2.0 *_1
libcxx 19.1.7 osx | __osx >=11.0
llvm-openmp 19.1.7 osx | __osx >=11.0
bzip2 1.0.8 both | __glibc >=2.17,<3.0.a0
ca-certificates 2025.1.31 noarch | __unix
openssl 3.4.1 both | ca-certificates
libzlib 1.3.1 both
zlib 1.3.1 both | libzlib 1.3.1 *_2
zstd 1.5.7 both | libzlib >=1.3.1,<2.0a0
xz 5.6.4 both
ncurses 6.5 both
readline 8.2 both | ncurses >=6.5,<7.0a0
tk 8.6.13 both | libzlib >=1.3.1,<2.0a0
libffi 3.4.6 both
libsqlite 3.49.1 both | libzlib >=1.3.1,<2.0a0
libexpat 2.6.4 both
libuuid 2.38.1 linux | libgcc >=12
tzdata 2025a noarch
python 3.11.11 both | bzip2 >=1.0.8,<2.0a0; libexpat >=2.6.4,<3.0a0; libffi >=3.4,<4.0a0; libsqlite >=3.48.0,<4.0a0; \
libzlib >=1.3.1,<2.0a0; ncurses >=6.5,<7.0a0; openssl >=3.4.0,<4.0a0; readline >=8.2,<9.0a0; tk >=8.6.13,<8.7.0a0; tzdata
python_abi 3.11 both | python 3.11.*
setuptools 75.8.2 noarch | python >=3.9
wheel 0.45.1 noarch | python >=3.8
pip 25.0.1 noarch | python >=3.9,<3.13.0a0; setuptools; wheel
libopenblas 0.3.29 both | libgcc >=14
libblas 3.9.0 both | libopenblas >=0.3.29,<1.0a0
libcblas 3.9.0 both | libblas 3.9.0 31_h59b9bed_openblas
liblapack 3.9.0 both | libblas 3.9.0 31_h59b9bed_openblas
numpy 1.26.4 both | libblas >=3.9.0,<4.0a0; libcblas >=3.9.0,<4.0a0; liblapack >=3.9.0,<4.0a0; python >=3.11,<3.12.0a0; \
python_abi 3.11.* *_cp311
scipy 1.15.2 both | libblas >=3.9.0,<4.0a0; numpy <2.5; python >=3.11,<3.12.0a0; python_abi 3.11.* *_cp311
joblib 1.4.2 noarch | python >=3.9; setuptools
threadpoolctl 3.5.0 noarch | python >=3.8
scikit-learn 1.6.1 both | joblib >=1.2.0; numpy >=1.19,<3; python >=3.11,<3.12.0a0; scipy; threadpoolctl >=3.1.0
six 1.17.0 noarch | python >=3.9
python-dateutil 2.9.0.post0 noarch | python >=3.9; six >=1.5
pytz 2024.1 noarch | python >=3.7
python-tzdata 2025.1 noarch | python >=3.9
pandas 2.2.3 both | numpy >=1.22.4; python >=3.11,<3.12.0a0; python-dateutil >=2.8.2; python-tzdata >=2022a; pytz >=2020.1
libuv 1.50.0 both
libabseil 20240722.0 both
libprotobuf 5.28.3 both | libabseil >=20240722.0,<20240723.0a0; libzlib >=1.3.1,<2.0a0
sleef 3.8 both
mpmath 1.3.0 noarch | python >=3.9
sympy 1.13.3 noarch | mpmath >=0.19; python >=3.9
markupsafe 3.0.2 both | python >=3.11,<3.12.0a0
jinja2 3.1.6 noarch | markupsafe >=2.0; python >=3.9
networkx 3.4.2 noarch | python >=3.10
filelock 3.17.0 noarch | python >=3.9
fsspec 2025.2.0 noarch | python >=3.8
typing_extensions 4.12.2 noarch | python >=3.9
libtorch 2.5.1 both | libabseil; libblas; libprotobuf >=5.28.3,<5.28.4.0a0; libuv >=1.50.0,<2.0a0; sleef >=3.8,<4.0a0
pytorch 2.5.1 both | filelock; fsspec; jinja2; libtorch 2.5.1.*; networkx; numpy >=1.19,<3; python >=3.11,<3.12.0a0; \
sympy >=1.13.1; typing_extensions >=4.10.0
iniconfig 2.0.0 noarch test | python >=3.8
pluggy 1.5.0 noarch test | python >=3.9
packaging 24.2 noarch test | python >=3.8
pytest 8.3.5 noarch test | iniconfig; packaging; pluggy >=1.5,<2; python >=3.9
coverage 7.6.12 both test | python >=3.11,<3.12.0a0
pytest-cov 6.0.0 noarch test | coverage >=7.5; pytest >=4.6; python >=3.9
cuda-version 12.6 noarch gpu
cuda-nvrtc 12.6.85 linux gpu | __cuda >=12; cuda-version >=12.6,<12.7.0a0; libgcc >=13
"""
"""name version platforms [environment] | what it requires, one after the other."""

PYPI = """
certifi 2025.1.31
charset-normalizer 3.4.1
idna 3.10
urllib3 2.3.0
requests 2.32.3 | certifi>=2017.4.17; charset-normalizer<4,>=2; idna<4,>=2.5; urllib3<3,>=1.21.1; \
pysocks!=1.5.7,>=1.5.6 ; extra == 'socks'
tqdm 4.67.1 | colorama ; sys_platform == 'win32'
regex 2024.11.6
safetensors 0.5.3 | numpy>=1.21.6 ; extra == 'numpy'
huggingface-hub 0.29.1 | filelock; fsspec>=2023.5.0; requests; tqdm>=4.42.1
tokenizers 0.21.0 | huggingface-hub<1.0,>=0.16.4
transformers 4.49.0 | huggingface-hub<1.0,>=0.26.0; numpy>=1.17; regex!=2019.12.17; requests; safetensors>=0.4.1; \
tokenizers<0.22,>=0.21; tqdm>=4.27; torch>=2.0 ; extra == 'torch'
respx 0.22.0 test | httpx>=0.25.0
"""


@dataclass(frozen=True)
class File:
    """One file of a package."""

    name: str
    version: str
    build: str
    subdir: str
    environment: str
    needs: tuple[str, ...]
    is_conda: bool = True

    @property
    def url(self) -> str:
        if not self.is_conda:
            stem = f"{self.name.replace('-', '_')}-{self.version}-{self.build}"
            return f"{FILES}/{digest(stem, 'md5')[:2]}/{stem}.whl"
        ending = "tar.bz2" if self.name.startswith("_") else "conda"
        return f"{CHANNEL}/{self.subdir}/{self.name}-{self.version}-{self.build}.{ending}"


def digest(text: str, algorithm: str) -> str:
    """A digest that is fixed by the text alone."""
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


def rows(table: str) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """The words before the bar, and what stands behind it."""
    for line in table.strip().splitlines():
        words, _, needs = line.partition(" | ")
        yield words.split(), tuple(need.strip() for need in needs.split(";") if need.strip()) if needs else ()


def conda_files(platform: str) -> list[File]:
    """The files of conda that one platform takes."""
    found = []
    for words, every in rows(CONDA):
        name, version, where = words[:3]
        environment = words[3] if len(words) > 3 else "default"
        if where in {"linux", "osx"} and not platform.startswith(where):
            continue
        is_noarch = where == "noarch"
        needs = tuple(need for need in every if platform.startswith("linux") or "libgcc" not in need)
        subdir = "noarch" if is_noarch else platform
        hashed = digest(f"{name}{subdir}", "sha256")[:7]
        is_python = any(need.startswith("python ") for need in needs)
        build = (
            ("pyhd8ed1ab_0" if is_python else f"h{hashed}_0")
            if is_noarch
            else f"{'py311' if is_python else ''}h{hashed}_1"
        )
        if name == "_libgcc_mutex":
            build = "conda_forge"
        found.append(File(name, version, build, subdir, environment, needs))
    return found


def pypi_files(platform: str) -> list[File]:
    """The files of Python packages that one platform takes."""
    compiled = {"charset-normalizer", "regex", "safetensors", "tokenizers"}
    tag = {"linux-64": "manylinux_2_17_x86_64", "osx-arm64": "macosx_11_0_arm64"}[platform]
    found = []
    for words, needs in pypi_rows():
        build = f"cp311-cp311-{tag}" if words[0] in compiled else "py3-none-any"
        found.append(
            File(words[0], words[1], build, "", words[2] if len(words) > 2 else "default", needs, is_conda=False)
        )
    return found


def pypi_rows() -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """The same; a `;` without a space before it ends a requirement, one with a space begins a marker."""
    for line in PYPI.strip().splitlines():
        words, _, needs = line.partition(" | ")
        yield (
            words.split(),
            tuple(need.replace("\0", " ;") for need in needs.replace(" ;", "\0").split("; ")) if needs else (),
        )


def quoted(text: str) -> str:
    """A scalar as the tools write it: in quotes where it would not be read as a text."""
    is_number = text.replace(".", "", 1).isdigit()
    return f"'{text}'" if is_number or text[:1] in "<>=!*'" or ": " in text or " #" in text else text


def conda_lock() -> str:
    """A conda-lock.yml of version 1: sorted by name within each manager, every platform of a package after the other."""
    lines = ["# This lock file was generated by conda-lock. DO NOT EDIT!", "version: 1", "metadata:", "  content_hash:"]
    lines += [f"    {platform}: {digest(platform, 'sha256')}" for platform in PLATFORMS]
    lines += ["  channels:", "  - url: conda-forge", "    used_env_vars: []", "  platforms:"]
    lines += [f"  - {platform}" for platform in PLATFORMS]
    lines += ["  sources:", "  - environment.yml", "package:"]
    of_conda = sorted(((f, p) for p in PLATFORMS for f in conda_files(p)), key=lambda pair: (pair[0].name, pair[1]))
    of_pip = sorted(((f, p) for p in PLATFORMS for f in pypi_files(p)), key=lambda pair: (pair[0].name, pair[1]))
    for file, platform in [*of_conda, *of_pip]:
        category = {"default": "main", "test": "dev"}.get(file.environment, file.environment)
        lines += [f"- name: {file.name}", f"  version: {quoted(file.version)}"]
        lines += [f"  manager: {'conda' if file.is_conda else 'pip'}", f"  platform: {platform}"]
        needs = dict(map(need_of, (need for need in file.needs if "extra ==" not in need)))
        lines += ["  dependencies:" if needs else "  dependencies: {}"]
        lines += [f"    {name}: {quoted(range_)}" for name, range_ in sorted(needs.items())]
        lines += [f"  url: {file.url}", "  hash:"]
        lines += [f"    md5: {digest(file.url, 'md5')}"] if file.is_conda else []
        lines += [f"    sha256: {digest(file.url, 'sha256')}", f"  category: {category}"]
        lines += [f"  optional: {'false' if category == 'main' else 'true'}"]
    return "\n".join(lines) + "\n"


def need_of(text: str) -> tuple[str, str]:
    """Name and range of what is required; conda-lock leaves builds and markers out."""
    text = text.partition(" ;")[0]
    end = next((i for i, c in enumerate(text) if c in " <>=!"), len(text))
    range_ = text[end:].strip()
    return text[:end], range_.split(" ")[0] or "*" if range_ else "*"


ENVIRONMENTS = {"default": {"default"}, "gpu": {"default", "gpu"}, "test": {"default", "test"}}


def pixi_lock(version: int) -> str:
    """A pixi.lock: environments first, then each file once, sorted by name."""
    lines = [f"version: {version}", "environments:"]
    for name, parts in ENVIRONMENTS.items():
        lines += [
            f"  {name}:",
            "    channels:",
            f"    - url: {CHANNEL}/",
            "    indexes:",
            "    - https://pypi.example/simple",
        ]
        lines += ["    packages:"]
        for platform in PLATFORMS if name != "gpu" else PLATFORMS[:1]:
            files = [f for f in [*conda_files(platform), *pypi_files(platform)] if f.environment in parts]
            lines += [f"      {platform}:"]
            lines += [f"      - {'conda' if file.is_conda else 'pypi'}: {file.url}" for file in files]
    lines += ["packages:"]
    every = {f.url: f for p in PLATFORMS for f in [*conda_files(p), *pypi_files(p)]}
    for file in sorted(every.values(), key=lambda f: (f.name, f.url)):
        lines += described(file, version)
    return "\n".join(lines) + "\n"


def described(file: File, version: int) -> list[str]:
    """One entry of `packages`."""
    kind = "conda" if file.is_conda else "pypi"
    named = [f"name: {file.name}", f"version: {quoted(file.version)}"]
    if version == 6:
        rows_ = [f"{kind}: {file.url}", *([] if file.is_conda else named)]
    else:
        of_conda = [
            f"build: {file.build}",
            f"subdir: {file.subdir}",
            *(["noarch: python"] if file.subdir == "noarch" else []),
        ]
        rows_ = [f"kind: {kind}", *named, *(of_conda if file.is_conda else []), f"url: {file.url}"]
    rows_ += [f"sha256: {digest(file.url, 'sha256')}"]
    rows_ += [f"md5: {digest(file.url, 'md5')}"] if file.is_conda else []
    if file.needs:
        rows_ += ["depends:" if file.is_conda else "requires_dist:", *(f"- {need}" for need in file.needs)]
    if file.is_conda:
        rows_ += ["license: BSD-3-Clause", f"size: {int(digest(file.url, 'md5')[:5], 16)}", "timestamp: 1740000000000"]
    else:
        rows_ += ["requires_python: '>=3.8'"]
    return [f"- {rows_[0]}", *(f"  {row}" for row in rows_[1:])]


def documents() -> dict[Path, str]:
    """Every lock, by its path."""
    pixi = {HERE / f"pixi-{version}" / "pixi.lock": pixi_lock(version) for version in (4, 5, 6)}
    return {HERE / "conda-lock" / "conda-lock.yml": conda_lock(), **pixi}


if __name__ == "__main__":
    for path, text in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
