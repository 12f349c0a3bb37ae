/** A table as CRMs have them: six cells a row, one of them a telephone number in three rows of ten. */
export function numberTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const phone = row % 10 < 3 ? `(201) 555-${String(row % 10_000).padStart(4, '0')}` : '';
    const cells = [
      `Person ${row}`,
      `p${row}@example.com`,
      phone,
      `2026-0${1 + (row % 9)}-1${row % 10}`,
      `${row % 997}.50 €`,
      `Offer ${row % 100}`,
    ];
    return `<tr><td>${cells.join('</td><td>')}</td></tr>`;
  });
  return `<table><tr><th>Name<th>Mail<th>Phone<th>Since<th>Sum<th>Next</tr>${lines.join('')}</table>`;
}
