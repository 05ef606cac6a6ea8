//! The wish that a task leaves off: the program is ending.

use tokio::sync::watch;

/// Handed to a task that may take long. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<()>);

impl Stop {
    /// A wish and its sender: it is asked when the sender is dropped.
    pub fn new() -> (watch::Sender<()>, Self) {
        let (sender, receiver) = watch::channel(());
        (sender, Self(receiver))
    }

    /// Whether the program is ending.
    pub fn is_asked(&self) -> bool {
        self.0.has_changed().is_err()
    }

    /// Resolves when the program is ending.
    pub async fn asked(&self) {
        let mut receiver = self.0.clone();
        // The sender never sends: a change is only ever its end.
        while receiver.changed().await.is_ok() {}
    }
}

#[cfg(test)]
mod tests {
    use super::Stop;

    #[tokio::test]
    async fn it_is_asked_when_the_sender_is_gone() {
        let (sender, stop) = Stop::new();
        assert!(!stop.is_asked());
        drop(sender);
        assert!(stop.is_asked());
        stop.asked().await;
    }
}
