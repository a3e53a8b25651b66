//! A mail server of a test's own.

use std::{
    io::{BufRead, BufReader, Error, ErrorKind, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// Takes letters and keeps them. It speaks as much of RFC 5321 as a sender needs.
pub struct Post {
    address: String,
    letters: Arc<Mutex<Vec<String>>>,
}

impl Post {
    /// Listens on a free port. A recipient whose address begins with `gone` is refused for good, one that begins with
    /// `later` is put off.
    ///
    /// # Panics
    /// Where no port can be had.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let letters = Arc::<Mutex<Vec<String>>>::default();
        let taken = Arc::clone(&letters);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let taken = Arc::clone(&taken);
                // A sender that hangs up in the middle of a sentence is its own affair.
                thread::spawn(move || stream.and_then(|stream| converse(stream, &taken)));
            }
        });
        Self { address, letters }
    }

    /// Where it is, as the program's settings name a mail server.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The letters it took, whole, in the order in which they came.
    ///
    /// # Panics
    /// Where a conversation did.
    #[must_use]
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

fn converse(stream: TcpStream, taken: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 test.example")?;
    while let Some(line) = lines.next() {
        let line = line?;
        match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "RCPT" if line.contains("<gone") => say("550 5.1.1 no such mailbox")?,
            "RCPT" if line.contains("<later") => say("451 4.3.0 try again")?,
            "DATA" => {
                say("354 go on")?;
                let letter = read_letter(&mut lines)?;
                taken.lock().unwrap().push(letter);
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 so be it")?,
        }
    }
    Ok(())
}

/// A letter up to its last line; half of one was not taken.
fn read_letter(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> std::io::Result<String> {
    let mut letter = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            return Ok(letter);
        }
        letter.push_str(&line);
        letter.push('\n');
    }
    Err(Error::from(ErrorKind::UnexpectedEof))
}
