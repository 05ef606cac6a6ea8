//! Look at the samples of officers' pages (not committed).
use axum::Router;
use axum::routing::get;
use kernel::Chance;
use petitions::pages::office;
use web::{Book, Door, Face, Issuer, Lang, Page, Setting};

macro_rules! words {
    ($($name:literal),* $(,)?) => {
        Book::builder()$(
            .add(Lang::Vi, include_str!(concat!("../../../../locales/vi/", $name, ".ftl")))
            .add(Lang::En, include_str!(concat!("../../../../locales/en/", $name, ".ftl")))
        )*
    };
}

async fn sample(page: Page, axum::extract::Path(name): axum::extract::Path<String>) -> axum::response::Html<String> {
    page.visit().sign_in(web::SignedIn { name: "Lê Ví Dụ".into(), post: "lãnh đạo".into(), session: "x".into() });
    let all = office::samples(&page);
    if name == "list" { return axum::response::Html(all.iter().map(|s| format!("{}\n", s.name)).collect()); }
    axum::response::Html(all.into_iter().find(|s| s.name == name).unwrap().html.to_string())
}

#[tokio::main]
async fn main() {
    let door = |key, href| Door { key, href };
    let setting = Setting {
        issuer: Issuer { above: "Thành phố Đà Nẵng".into(), name: "Xã Thăng Trường".into(), office: "Ủy ban nhân dân xã Thăng Trường".into(), phone: "0000 000 000".into(), ..Issuer::default() },
        demo: true,
        office_doors: vec![door("door-today", "/can-bo/hom-nay"), door("door-desk", "/can-bo/nhan-don"), door("door-register", "/can-bo/so-don"), door("door-law", "/can-bo/luat"), door("door-accounts", "/can-bo/tai-khoan")],
        sign_out: "/dang-xuat",
        version: "0.1",
        ..Setting::default()
    };
    let book = words!["accounts", "duties", "site", "petitions", "petitions-resident", "petitions-office"].build().unwrap();
    let face = Face::new(book, setting, [7; 32], Chance::seeded(7));
    let app = web::layer(web::routes::<()>().merge(Router::new().route("/s/{name}", get(sample))), face);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8771").await.unwrap();
    println!("ready");
    axum::serve(listener, app).await.unwrap();
}
