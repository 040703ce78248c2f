# The long invented paper: blocks in order. Kinds: title, sub, h1, p, li, row. `^n^` stands for a note's mark.
import re
HEAD_EVEN = "Records of the Lake Conference"
HEAD_ODD = "The Sixth Session on the Ferries"
BLOCKS = [
("title", "The Sixth Session on the Ferries"),
("sub", "Harbour House, 17 May 1988"),
("h1", "1. The opening of the session"),
("p", "The chairman, Mrs. Orla Venn, opened the session at a quarter past ten and asked the secretariat whether the credentials of the upland delegation had been examined. The secretary replied that they had been found in good order, with the exception of the letter appointing Mr. Brandal, which bore no seal.^1^ The chairman proposed to regard the omission as a clerical one and to continue, and nobody objected."),
("p", "Mr. Teo Brandal, speaking for the uplands, said that his government attached the greatest importance to an understanding on the northern buoys before the navigation season. He recalled that the commission of inquiry had been established in January, that it had heard forty-one witnesses, and that its preliminary conclusions had been communicated to both governments. “We are not prepared,” he said, “to anticipate a report that none of us has read.” He nevertheless acknowledged that the night sailings constituted a separate question, which could be discussed independently and without prejudice to the position of either delegation concerning the boundary."),
("h1", "2. The night sailings"),
("p", "Captain Ines Morrow observed that the harbour administration had already accommodated the ferries twice in the preceding fortnight, notwithstanding the considerable inconvenience to the fishermen, and that no extraordinary arrangement could be continued indefinitely. She distributed a memorandum describing the organisation of the harbour lights, the responsibilities of the pilots, and the circumstances in which a departure after sunset might be authorised.^2^ The memorandum recommended that each departure be announced to the opposite harbour at least three hours beforehand, and that an interpreter be available at both quays throughout the night."),
("p", "The representative of the uplands asked for an adjournment to consult his experts. When the session was resumed at noon he declared that the recommendations were acceptable in principle, subject to three reservations, which he summarised as follows:"),
("li", "(a) that the announcement be made by telephone and confirmed in writing within the day;"),
("li", "(b) that the pilots of either side be admitted without further formalities;"),
("li", "(c) that the arrangement remain provisional until the publication of the report."),
("p", "Mrs. Venn thanked the delegation for its constructive attitude and undertook to circulate a revised text before the following session. She added that the reservations appeared to her to be reasonable, although the second would require the approval of the harbour administration, and that she would personally recommend its acceptance to the competent authorities in the course of the coming week.^3^"),
("h1", "3. Statements in other languages"),
("p", "Представитель комиссии заявил, что до окончания расследования перемещение северных буёв представляется преждевременным, и предложил возвратиться к рассмотрению этого вопроса на следующем заседании. Стороны договорились встретиться одиннадцатого июня и уведомить друг друга о составе делегаций заблаговременно."),
("p", "양측은 야간 운항에 관한 잠정적인 합의를 다음 회의까지 유지하기로 하였으며, 조사 위원회의 보고서가 발표되는 즉시 부표의 위치를 다시 논의하기로 하였다. 대표단은 항구 관리소의 협조에 감사를 표하였다."),
("p", "双方同意在调查委员会公布报告之前，夜间航行的临时安排继续有效；北部浮标的位置问题留待下一次会议讨论。代表团对港口管理部门的合作表示感谢，并商定六月十一日再次会晤。"),
("h1", "4. The table of crossings"),
("p", "The secretariat laid before the delegations a comparative table of the crossings made in April, which was taken note of without discussion."),
("row", "Ferry|Berth|Crossings|Delays"),
("row", "Alder|East quay|62|4"),
("row", "Heron|West quay|38|11"),
("row", "Plover|North pier|17|0"),
("p", "The chairman drew attention to the unusual number of delays reported for the western quay and invited the harbour administration to furnish an explanation. Captain Morrow attributed the greater part of them to the dredging operations, which had been interrupted by the flooding at the beginning of the month and which would be concluded, according to the contractors, before the anniversary of the agreement. She offered to provide supplementary information in writing."),
("h1", "5. Other business and adjournment"),
("p", "Mr. Brandal inquired whether the secretariat intended to publish the minutes of the earlier sessions. The secretary explained that publication had been postponed at the request of the neighbouring municipalities, whose representatives had not yet communicated their observations, and that a consolidated edition was nevertheless being prepared. The uplands reserved the right to append a declaration of their own to the printed text.^4^ Mrs. Venn considered that such a declaration would be entirely in accordance with the rules of procedure, provided that it was received in sufficient time and did not exceed one page."),
("p", "The chairman finally congratulated both delegations on the atmosphere in which the conversations had been conducted and expressed the confident expectation that the remaining difficulties would be overcome at the seventh session. The delegations agreed that nothing should be communicated to the newspapers beyond the customary announcement. The session rose at twenty minutes to two."),
]
NOTES = {
"1": "The appointment was confirmed by telegram on the following morning.",
"2": "The memorandum is reproduced in the annex to the minutes of the seventh session.",
"3": "The administration gave its approval on 30 May with one dissenting opinion.",
"4": "No declaration had been received when the edition went to press.",
}
def plain(t): return re.sub(r"\^\d\^", "", t)
