//! Invented sentences in six languages: every expression is marked with brackets, and stands below with its meaning.

use super::*;

/// Reads each line of `marked` as a sentence of its own at the anchor; what is found must be what is marked. The report
/// has a line an expression: EDTF and, where it is another, the value of TIMEX3.
#[track_caller]
fn golden(lang: &str, anchor: &str, marked: &str, report: &str) {
    let anchor: Edtf = anchor.parse().expect("an anchor");
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    for line in marked.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let text = line.replace(['[', ']'], "");
        let found = find(&text, &[lang.to_owned()], Some(&anchor));
        let mut again = text.clone();
        for date in found.iter().rev() {
            again.insert(date.span.end as usize, ']');
            again.insert(date.span.start as usize, '[');
        }
        if again != line {
            wrong.push(format!("found {again}\n  not {line}"));
        }
        for date in &found {
            let edtf = date.edtf.as_ref().map_or("-", Edtf::as_str);
            let value =
                date.value.as_deref().filter(|v| *v != edtf).map_or(String::new(), |v| format!(" {v}"));
            lines.push(format!("{edtf}{value}"));
        }
    }
    let wanted: Vec<&str> = report.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    for (n, pair) in lines.iter().map(String::as_str).zip(wanted.iter().copied()).enumerate() {
        if pair.0 != pair.1 {
            wrong.push(format!("expression {}: {} and not {}", n + 1, pair.0, pair.1));
        }
    }
    if lines.len() != wanted.len() {
        wrong.push(format!("{} expressions and not {}", lines.len(), wanted.len()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english() {
    golden(
        "en",
        "1961-05-18",
        "The delegates arrived [early Monday] and will meet again [Friday morning].
         [Last week] the ferry was late; [next month] it will be repaired.
         Trade fell in [the first quarter] but not in [1959].
         In [the late 1940s] and again in [the 19th century] the bridge was closed.
         [Two weeks ago] he wrote; [several years ago] he did not.
         The office is [now] open [every Tuesday] from [9 a.m.] on.
         They sat from [3 May to 5 June] by the lake.
         He left on [5 or 6 June].
         The talks will resume on [the 4th of next month].
         Your letter of [the 12th ult.] reached us [yesterday evening].
         At [1100 11 July] the line was cut, and at [0208Z] restored.
         The treaty of [12/24 March 1854] was signed after [three hours].
         She may come in [late May] or in [the fall of 1962].
         [The previous day] nobody spoke; march on, he said, in a second.
         By [Christmas] the work will be done.
         The harbour book ends in [Juche 50], its copy in [the second half of last year].",
        "1961-05-15
         1961-05-19 1961-05-19TMO
         1961-05-08/1961-05-14 1961-W19
         1961-06
         1961-33 1961-Q1
         1959
         194X 194
         18XX 18
         1961-05-01/1961-05-07 1961-W18
         - PAST_REF
         - PRESENT_REF
         - XXXX-WXX-2
         1961-05-18T09:00
         1961-05-03/1961-06-05 1961-05-03
         [1961-06-05,1961-06-06] 1961-06-05
         1961-06-04
         1961-04-12
         1961-05-17 1961-05-17TEV
         1961-07-11T11:00
         1961-07-11T02:08Z 1961-07-11T02:08
         1854-03-24
         - PT3H
         1961-05
         1962-23 1962-FA
         1961-05-17
         1961-12-25
         1961
         1960-41 1960-H2",
    );
}

#[test]
fn russian() {
    golden(
        "ru",
        "1961-05-18",
        "Делегация прибыла [вчера вечером] и пробудет здесь [три дня].
         Переговоры начались в [понедельник] и идут [сейчас].
         Письмо от [12 марта 1961 года] осталось без ответа.
         Встреча была [первого мая], а закончилась к [середине июня].
         [На прошлой неделе] паром опоздал.
         В [июле прошлого года] мост был закрыт.
         Он вернулся [два года назад], [через три месяца] уедет.
         В [третьем квартале 1960 г.] и в [первой половине 1961 года] работы не велись.
         В [40-х годах] и в [XIX веке] здесь стояла мельница.
         Договор подписан [12/24 марта 1854 г.] у озера.
         Указ от [5 марта 1812 г. (ст. ст.)] хранится в порту.
         Комиссия работала с [3 мая по 5 июня 1961 г.] без перерыва.
         Катер ходит [по пятницам], газета выходит [ежедневно].
         Совещание открылось [24 мая в 11 часов утра].
         [24.03.1961/22:00] получена справка, в [14:30] отправлен ответ.",
        "1961-05-17 1961-05-17TEV
         - P3D
         1961-05-15
         - PRESENT_REF
         1961-03-12
         1961-05-01
         1961-06
         1961-05-08/1961-05-14 1961-W19
         1960-07
         1959
         1961-08
         1960-35 1960-Q3
         1961-40 1961-H1
         194X 194
         18XX 18
         1854-03-24
         1812-03-17
         1961-05-03/1961-06-05 1961-05-03
         - XXXX-WXX-5
         - P1D
         1961-05-24T11:00
         1961-03-24T22:00
         1961-03-24T14:30",
    );
}

#[test]
fn chinese() {
    golden(
        "zh",
        "1961-05-18",
        "代表团[昨天下午]到达，[明天]离开。
         会议于[５月３日]开始，[上星期五]结束。
         [一九六〇年十二月二十三日]双方签字。
         他[两年前]来过，[三天后]再来。
         [去年下半年]渡口关闭，[今年]重开。
         [民國四十九年五月]修桥。
         [昭和二十年八月十五日]广播。
         [每星期二]有船，[每天]有信。
         [5月3日至6日]商谈，[5月7日或8日]答复。
         [二十世纪五十年代]这里是[十九世纪末]的磨坊。
         [上月5日]的来信[目前]没有答复。
         [第一季度]产量下降，[上周]回升。
         [农历正月初三]开市。
         [5月26日晚上]停电，[北京时间下午3时30分]恢复。
         谈判进行了[三个小时]。",
        "1961-05-17 1961-05-17TAF
         1961-05-19
         1961-05-03
         1961-05-12
         1960-12-23
         1959
         -
         1960-41 1960-H2
         1961
         1960-05
         1945-08-15
         - XXXX-WXX-2
         - P1D
         1961-05-03/1961-05-06 1961-05-03
         [1961-05-07,1961-05-08] 1961-05-07
         195X 195
         18XX 18
         1961-04-05
         - PRESENT_REF
         1961-33 1961-Q1
         1961-05-08/1961-05-14 1961-W19
         -
         1961-05-26 1961-05-26TEV
         1961-05-26T15:30
         - PT3H",
    );
}

#[test]
fn korean() {
    golden(
        "ko",
        "1961-05-18",
        "대표단은 [어제 오후] 도착하여 [내일] 떠난다.
         회의는 [5월 3일]에 시작되었다.
         [주체49(1960)년 12월 23일] 쌍방은 서명하였다.
         그는 [2년 전]에 왔고 [사흘 전]에 떠났다.
         [작년 하반기]에 나루가 닫혔다.
         [단기 4293년 5월]에 다리를 고쳤다.
         배는 [매주 화요일], 편지는 [매일] 온다.
         [5월 3일부터 6일]까지 담화하였다.
         [5월 7일 또는 8일] 회답한다.
         [1950년대 초] 이곳은 [19세기 말]의 방앗간이였다.
         [지난달 5일] 편지는 [지금] 회답이 없다.
         [1분기] 생산이 줄었고 [지난주] 늘었다.
         [오월 십팔일]에 문을 열었다.
         [5월 26일 저녁] 정전되였다.
         담판은 [3시간 동안] 계속되였다.",
        "1961-05-17 1961-05-17TAF
         1961-05-19
         1961-05-03
         1960-12-23
         1959
         1961-05-15
         1960-41 1960-H2
         1960-05
         - XXXX-WXX-2
         - P1D
         1961-05-03/1961-05-06 1961-05-03
         [1961-05-07,1961-05-08] 1961-05-07
         195X 195
         18XX 18
         1961-04-05
         - PRESENT_REF
         1961-33 1961-Q1
         1961-05-08/1961-05-14 1961-W19
         1961-05-18
         1961-05-26 1961-05-26TEV
         - PT3H",
    );
}

#[test]
fn french() {
    golden(
        "fr",
        "1961-05-18",
        "La délégation est arrivée [hier soir] et repart [demain matin].
         Les entretiens ont repris [lundi matin] et durent [trois heures].
         La lettre du [12 mars 1961] est restée sans réponse.
         Le bac fut fermé de [début mai] à [fin juin 1960].
         [La semaine dernière] le pont était ouvert.
         Il revint [il y a deux ans] et partira [dans trois mois].
         Au [troisième trimestre 1960] et au [premier semestre 1961] rien ne bougea.
         Dans [les années cinquante] et [au XIXe siècle] il y avait un moulin.
         Le traité du [12/24 mars 1854] fut signé au bord du lac.
         L'ordre du [5 mars 1812 (v. st.)] se trouve au port.
         Ils siégèrent du [3 mai au 5 juin 1961].
         Il viendra le [5 ou 6 juin].
         Le bateau part [chaque vendredi] à [14 h 30].
         L'[été dernier] il faisait chaud; il est [maintenant] tard.
         [Le lendemain] personne ne parla.",
        "1961-05-17 1961-05-17TEV
         1961-05-19 1961-05-19TMO
         1961-05-15 1961-05-15TMO
         - PT3H
         1961-03-12
         1961-05
         1960-06
         1961-05-08/1961-05-14 1961-W19
         1959
         1961-08
         1960-35 1960-Q3
         1961-40 1961-H1
         195X 195
         18XX 18
         1854-03-24
         1812-03-17
         1961-05-03/1961-06-05 1961-05-03
         [1961-06-05,1961-06-06] 1961-06-05
         - XXXX-WXX-5
         1961-05-18T14:30
         1960-22 1960-SU
         - PRESENT_REF
         1961-05-19",
    );
}

#[test]
fn german() {
    golden(
        "de",
        "1961-05-18",
        "Die Delegation kam [gestern abend] und reist [morgen] ab.
         Die Gespräche begannen am [Montagmorgen] und dauerten [drei Stunden].
         Das Schreiben vom [12. März 1961] blieb ohne Antwort.
         Die Fähre ruhte von [Anfang Mai] bis [Ende Juni 1960].
         [Letzte Woche] war die Brücke offen.
         Er kam [vor zwei Jahren] und geht [in drei Monaten].
         Im [dritten Quartal 1960] und im [ersten Halbjahr 1961] ruhte die Arbeit.
         In den [fünfziger Jahren] und [im 19. Jahrhundert] stand hier eine Mühle.
         Der Vertrag vom [12./24. März 1854] wurde am See unterzeichnet.
         Der Befehl vom [5. März 1812 (a. St.)] liegt im Hafen.
         Sie tagten vom [3. Mai bis 5. Juni 1961].
         Er kommt am [5. oder 6. Juni].
         Das Schiff fährt [jeden Freitag] um [14.30 Uhr].
         [Im vergangenen Jahr] war es warm; [jetzt] ist es kalt.
         Ihr Schreiben vom [5. dieses Monats] kam [am Vortag].",
        "1961-05-17 1961-05-17TEV
         1961-05-19
         1961-05-15 1961-05-15TMO
         - PT3H
         1961-03-12
         1961-05
         1960-06
         1961-05-08/1961-05-14 1961-W19
         1959
         1961-08
         1960-35 1960-Q3
         1961-40 1961-H1
         195X 195
         18XX 18
         1854-03-24
         1812-03-17
         1961-05-03/1961-06-05 1961-05-03
         [1961-06-05,1961-06-06] 1961-06-05
         - XXXX-WXX-5
         1961-05-18T14:30
         1960
         - PRESENT_REF
         1961-05-05
         1961-05-04",
    );
}
