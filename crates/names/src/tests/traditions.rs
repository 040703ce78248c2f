//! Pairs of invented names by tradition.

use super::{other, possible, same};

#[test]
fn korean_marks_and_laws() {
    // ㄹ at the head of a name, in the North and in the South; ends that follow the next sound.
    same("Ri Myong-su", "Yi Myŏng-su");
    same("류용호", "Yu Yong-ho");
    same("김국렬", "Kim Kung-nyŏl");
    same("Kim Ceng-swu", "Kim Jeong-su");
    // Letters of Hangul are what they are: no folding.
    other("김대수", "김태수");
    other("김덕수", "김득수");
    other("Kim Min-su", "Kim Min-ju");
    same("Chung Tok-su", "정덕수");
}

#[test]
fn chinese_systems() {
    same("Qian Zhongli", "Ch'ien Chung-li");
    same("Cao Yuxiu", "Tsao Yu-hsiu");
    same("Сюй Цзюньцин", "Xu Junqing");
    same("저우밍", "Zhou Ming");
    same("Nanjing", "Nanking");
    other("Wang Li", "Wan Li");
    other("李鹏举", "李朋举");
    same("Chan Tai-wing", "陈大荣");
}

#[test]
fn vietnamese_names() {
    same("Trần Văn Lộc", "Tran Van Loc");
    same("Đinh Hữu Cảnh", "Dinh Huu Canh");
    other("Trần Văn Lộc", "Trần Văn Lọc");
    other("Tran Van Loc", "Tran Van Loi");
    possible("Tran Van Loc", "Tran Loc");
    same("陳文祿", "Trần Văn Lộc");
}

#[test]
fn russian_systems_and_cases() {
    same("Щербаков", "Chtcherbakov");
    same("Shcherbakov", "Schtscherbakow");
    same("Журавлёв", "Zhuravlev");
    possible("Орлова", "Орлов");
    possible("Павел Орловский", "Павел Орловского");
    possible("Vera Orlova", "Vera Orlov");
    other("Ivan Orlov", "Ivan Orlovsky");
    same("Andrei Orlov", "Andrej Orlow");
    same("Yuri Orlov", "Iurii Orlov");
    same("Іван Гнатюк", "Ivan Gnatiuk");
}

#[test]
fn western_words() {
    same("William Varga", "Bill Varga");
    same("Karl von Brandt", "Karl Brandt");
    same("Lord Varga", "Varga, Baron");
    same("Paul Varga, Jr.", "Paul Varga");
    same("Varga, Paul", "Paul Varga");
    same("P. J. Varga", "Paul John Varga");
    same("Omar al-Hadid", "Umar el-Hadid");
    same("Yusuf ash-Shami", "Yousef al-Shami");
    other("Mohammed Hadid", "Mahmoud Hadid");
    other("Paul Carter", "Paul Harter");
    other("Paul John", "Paul Johnson");
    possible("Varga", "Paul Varga");
}

#[test]
fn scripts_are_settled_once() {
    // A Cyrillic а and о in a Latin name, wide letters, marks that are not seen.
    same("Pаul Vаrgа", "Paul Varga");
    same("Ｐａｕｌ　Ｖａｒｇａ", "Paul Varga");
    same("\u{200f}Paul\u{200b} Varga\u{200e}", "Paul Varga");
    same("Павeл Орлoв", "Павел Орлов");
}

#[test]
fn slips_of_reading_and_typing() {
    possible("Han Il", "Han II");
    possible("한일", "Han II");
    possible("Kim Tok-su", "Kim Tko-su");
    same("Paul Vargas", "Paul Varqas");
}

#[test]
fn a_name_in_brackets_is_the_same_name() {
    same("Hsu Ming (Xu Ming)", "Xu Ming");
    same("Xu Ming", "Hsü Ming");
}

#[test]
fn titles_of_the_east_behind_names() {
    same("김덕수 위원장", "김덕수");
    same("王泽民同志", "王泽民");
}
