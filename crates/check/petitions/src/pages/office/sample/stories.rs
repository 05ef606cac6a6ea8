//! The invented letters, and how far some of them went.

use super::{Case, Event, Finding, Kind, Story, TODAY, World, day};
use crate::kind::AnswerBy;

pub(super) const STALL: Story = Story {
    code: "TT-3742-15",
    kind: Kind::Complaint,
    matter: "service",
    words: "Tôi thuê quầy số 7 từ năm 2020, đóng đủ tiền từng quý. Ngày 12/01 tôi nhận giấy báo \
        chấm dứt hợp đồng mà không nói lý do.\nTôi đề nghị xã xem lại quyết định này.",
    place: "chợ Bến Cồn",
    on: day(1, 26),
};
pub(super) const DITCH: Story = Story {
    code: "TT-4176-28",
    kind: Kind::Feedback,
    matter: "water",
    words: "Mương thoát nước trước nhà văn hóa thôn bị lấp, mưa là ngập vào sân các nhà bên cạnh.",
    place: "thôn Gò Dài",
    on: TODAY,
};
pub(super) const NOISE: Story = Story {
    code: "TT-3308-91",
    kind: Kind::Feedback,
    matter: "roads",
    words: "Xe chở cát chạy cả đêm làm hỏng đường liên thôn.",
    place: "thôn Rừng Dương",
    on: day(1, 20),
};

/// A complaint that is being verified.
pub(super) fn accepted(world: &World) -> Option<Case> {
    let classified = Event::Classified {
        kind: Kind::Complaint,
        matter: "service".to_owned(),
        known: Some(day(1, 12)),
        on: day(1, 27),
    };
    let then = [
        (day(1, 27), world.handler, classified),
        (day(2, 4), world.leader, Event::Accepted { on: day(2, 4) }),
        (day(2, 4), world.leader, Event::Assigned { to: world.handler, on: day(2, 4) }),
    ];
    world.case(&STALL, &then, &[])
}

/// A complaint decided and sent, late.
pub(super) fn sent(world: &World) -> Option<Case> {
    let (result, answer) = (world.item(), world.item());
    let on = |month, d| day(month, d);
    let then = [
        (
            on(1, 27),
            world.handler,
            Event::Classified {
                kind: Kind::Complaint,
                matter: "service".to_owned(),
                known: Some(on(1, 12)),
                on: on(1, 27),
            },
        ),
        (on(2, 10), world.leader, Event::Accepted { on: on(2, 10) }),
        (
            on(2, 11),
            world.handler,
            Event::Verified { result: result.clone(), differs: false, on: on(2, 11) },
        ),
        (
            on(2, 11),
            world.leader,
            Event::Decided {
                answer: answer.clone(),
                finding: Some(Finding::Partly),
                looked: false,
                on: on(2, 11),
            },
        ),
        (on(2, 12), world.handler, Event::Sent { by: AnswerBy::Sms, looked: false, on: on(2, 12) }),
    ];
    let said = [
        (&result, "Đã xem sổ thu: đủ 24 quý. Thiếu biên bản làm việc trước khi chấm dứt."),
        (
            &answer,
            "Ủy ban nhân dân xã hủy thông báo chấm dứt hợp đồng quầy số 7.\nHợp đồng tiếp \
            tục đến hết thời hạn đã ký.",
        ),
    ];
    world.case(&STALL, &then, &said)
}
