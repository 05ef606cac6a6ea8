//! Serves the style guide on loopback, to look at it: `cargo run -p web --example styleguide`.

use kernel::Chance;
use web::{Book, Door, Doors, Face, Issuer, Setting};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::builder().build()?;
    let door = |key, href| Door { key, href };
    let setting = Setting {
        issuer: Issuer {
            above: "Thành phố Đà Nẵng".into(),
            name: "Xã Thăng Trường".into(),
            office: "Ủy ban nhân dân xã Thăng Trường".into(),
            address: "thôn Bến Cồn, xã Thăng Trường, thành phố Đà Nẵng".into(),
            phone: "0000 000 000".into(),
            mail: "vanthu@xa.example".into(),
        },
        demo: true,
        doors: vec![
            door("door-know", "/dan-biet"),
            door("door-discuss", "/dan-ban"),
            door("door-act", "/dan-lam"),
            door("door-check", "/styleguide"),
        ],
        office_doors: vec![door("keys-title", "/styleguide"), door("filter", "/so-don")],
        office_more: vec![Doors {
            key: "door-check",
            doors: vec![door("door-know", "/dan-biet"), door("door-act", "/dan-lam")],
        }],
        foot: vec![door("foot-styleguide", "/styleguide")],
        sign_out: "/dang-xuat",
        uploads: web::Uploads::default(),
        version: "0.1",
        secure: false,
    };
    let face = Face::new(book, setting, [7; 32], Chance::seeded(7));
    let app = web::layer(web::routes::<()>(), face);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8741").await?;
    println!("http://{}/styleguide", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
