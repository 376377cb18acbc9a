//! The part of the crate `crc-fast` that the S3 client calls, over the crate `crc`.
//!
//! The original carries tables for every checksum in its catalogue, a megabyte that does not compress, and picks among
//! them at run time, so that none can be left out: a fifth of every function that writes a file. S3 knows three.

use crc::{CRC_32_ISCSI, CRC_32_ISO_HDLC, CRC_64_NVME, Crc, Digest as Running};

static CRC_32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
static CRC_32_C: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);
static CRC_64: Crc<u64> = Crc::<u64>::new(&CRC_64_NVME);

/// The checksums that S3 takes, by the names of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrcAlgorithm {
    Crc32IsoHdlc,
    /// CRC-32C.
    Crc32Iscsi,
    Crc64Nvme,
}

/// A checksum in the making.
#[derive(Clone)]
pub struct Digest(State);

#[derive(Clone)]
enum State {
    Short(Running<'static, u32>),
    Long(Running<'static, u64>),
}

impl Digest {
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        Self(match algorithm {
            CrcAlgorithm::Crc32IsoHdlc => State::Short(CRC_32.digest()),
            CrcAlgorithm::Crc32Iscsi => State::Short(CRC_32_C.digest()),
            CrcAlgorithm::Crc64Nvme => State::Long(CRC_64.digest()),
        })
    }

    pub fn update(&mut self, data: &[u8]) {
        match &mut self.0 {
            State::Short(digest) => digest.update(data),
            State::Long(digest) => digest.update(data),
        }
    }

    /// The checksum; of 32 bits, in the lower half.
    pub fn finalize(&self) -> u64 {
        match self.0.clone() {
            State::Short(digest) => u64::from(digest.finalize()),
            State::Long(digest) => digest.finalize(),
        }
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digest(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check values of the catalogue of parametrised CRC algorithms. The local store computes with this crate too, so
    /// only these tell that AWS will agree.
    #[test]
    fn checksums_are_those_of_the_catalogue() {
        let of = |algorithm, parts: &[&str]| {
            let mut digest = Digest::new(algorithm);
            parts.iter().for_each(|part| digest.update(part.as_bytes()));
            digest.finalize()
        };
        for parts in [&["123456789"][..], &["1234", "", "56789"]] {
            assert_eq!(of(CrcAlgorithm::Crc32IsoHdlc, parts), 0xcbf4_3926);
            assert_eq!(of(CrcAlgorithm::Crc32Iscsi, parts), 0xe306_9283);
            assert_eq!(of(CrcAlgorithm::Crc64Nvme, parts), 0xae8b_1486_0a79_9888);
        }
    }
}
