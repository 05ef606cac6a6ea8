//! What must hold of documents that leave the program, looked at with others' readers: pdftotext,
//! calamine, a zip reader. Without poppler's tools the PDFs' words are `skipped`, loudly.

mod letter;
mod reader;
mod sheet;
mod template;
