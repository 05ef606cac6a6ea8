//! Passwords: what one must be like, and argon2id with a bound on memory and work.
//!
//! Parameters are OWASP's second choice for argon2id (2025): 19 MiB, two passes, one lane. One
//! check takes some 20 ms; [`Hasher`] runs at most as many at once as it has places, so that a
//! flood of sign-ins costs a known amount of memory and waits in line instead.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use kernel::{Chance, Refusal, text};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// KiB of memory per hash.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The fewest characters of a password.
pub const SHORTEST: usize = 10;
/// The most: more is a mistake or an attack.
pub const LONGEST: usize = 200;

/// Checks a new password: long enough, not the login, not one thing repeated.
///
/// # Errors
/// A refusal at field `password`.
pub fn check(password: &str, login: &str) -> Result<(), Refusal> {
    let long = password.chars().count();
    if long < SHORTEST {
        return Err(Refusal::invalid("password", "password-short").with("min", SHORTEST));
    }
    if long > LONGEST {
        return Err(Refusal::invalid("password", "password-long").with("max", LONGEST));
    }
    let folded = text::fold(password);
    let login = text::fold(login);
    let kinds: std::collections::BTreeSet<char> = folded.chars().collect();
    if kinds.len() < 5 || (!login.is_empty() && folded.contains(&login)) {
        return Err(Refusal::invalid("password", "password-simple"));
    }
    Ok(())
}

/// Hashes and checks passwords off the async threads, a few at a time.
pub struct Hasher {
    places: Semaphore,
    /// A hash that no password gives, checked when there is no account, so that an unknown login
    /// takes as long as a wrong password.
    nobody: String,
}

/// The hash could not be made or read: a fault of ours.
#[derive(Debug)]
pub struct HashFault(String);

impl std::fmt::Display for HashFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "password hash: {}", self.0)
    }
}

impl Hasher {
    /// A hasher that works on at most `at_once` passwords at a time.
    ///
    /// # Errors
    /// When the parameters are refused by the library.
    pub fn new(at_once: usize, chance: &Chance) -> Result<Self, HashFault> {
        let noise: [u8; 32] = chance.bytes();
        let nobody = hash_now(&noise, &chance.bytes())?;
        Ok(Self { places: Semaphore::new(at_once), nobody })
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: &str, chance: &Chance) -> Result<String, HashFault> {
        let password = canonical(password);
        let salt: [u8; 16] = chance.bytes();
        self.run(move || hash_now(password.as_bytes(), &salt)).await?
    }

    /// Whether the password gives this hash. `None` takes as long and is always wrong.
    pub async fn check(&self, password: &str, phc: Option<String>) -> Result<bool, HashFault> {
        let password = canonical(password);
        let known = phc.is_some();
        let phc = phc.unwrap_or_else(|| self.nobody.clone());
        let right = self.run(move || {
            Argon2::default().verify_password(password.as_bytes(), phc.as_str()).is_ok()
        });
        Ok(right.await? && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashFault> {
        let fault = |error: &dyn std::fmt::Display| HashFault(error.to_string());
        let _place = self.places.acquire().await.map_err(|error| fault(&error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| fault(&error))
    }
}

/// One Unicode form: the same keys on two keyboards give the same password.
fn canonical(password: &str) -> Zeroizing<String> {
    Zeroizing::new(text::nfc(password).into_owned())
}

fn hash_now(password: &[u8], salt: &[u8; 16]) -> Result<String, HashFault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| HashFault(error.to_string()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password, salt)
        .map(|phc| phc.to_string())
        .map_err(|error| HashFault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password_in_every_unicode_form() {
        let chance = Chance::seeded(1);
        let hasher = Hasher::new(2, &chance).unwrap();
        let phc = hasher.hash("mật khẩu dài của tôi", &chance).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        let decomposed = "ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i cu\u{309}a to\u{302}i";
        for (typed, right) in
            [("mật khẩu dài của tôi", true), (decomposed, true), ("mat khau", false)]
        {
            assert_eq!(hasher.check(typed, Some(phc.clone())).await.unwrap(), right, "{typed}");
        }
        assert!(!hasher.check("mật khẩu dài của tôi", None).await.unwrap());
    }

    #[test]
    fn simple_passwords_are_refused_with_the_reason() {
        let said = |password: &str| check(password, "thu.tt").map_err(|refusal| refusal.code);
        assert_eq!(said("ngắn"), Err("password-short"));
        assert_eq!(said("aaaaaaaaaaaa"), Err("password-simple"));
        assert_eq!(said("1212121212"), Err("password-simple"));
        assert_eq!(said("THU.TT-2026-abc"), Err("password-simple"));
        assert_eq!(said(&"dài ".repeat(60)), Err("password-long"));
        assert_eq!(said("bốn con trâu qua sông"), Ok(()));
    }
}
