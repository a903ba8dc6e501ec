// Names folded as the server folds them, for comparing: `dateline.codebook.actor_words` and `dateline.gazetteer.names`.
import { stemmer } from "stemmer";

const STANDING: Record<string, string> = { ı: "i", ł: "l", Ł: "L", ø: "o", Ø: "O", đ: "d", Đ: "D", ß: "ss", æ: "ae", Æ: "AE", ʻ: "'", ʿ: "'", ʾ: "'" };
const SMALL: Record<string, string> = { ı: "i", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ə: "e", "&": " and " };
const DROPPED = /['’‘ʻʼʿʾʹʺ`´ʽˈ·]/g;
const SHORT: Record<string, string> = { st: "saint", ste: "sainte", mt: "mount", ft: "fort" };
const COMBINING = /\p{M}/gu;

export function foldName(words: string): string {
  let plain = words.replace(/./gsu, (sign) => STANDING[sign] ?? sign).normalize("NFKD").replace(COMBINING, "").replaceAll("’", "'");
  plain = plain.replace(/(?<=[\p{L}\p{N}_.])['`][sS](?![\p{L}\p{N}_])|(?<=[sS])'(?![\p{L}\p{N}_])/gu, "");
  plain = plain.replace(/(?<![\p{L}\p{N}_])(?:\p{L}\.){2,}/gu, (match) => `${match.replaceAll(".", "")} `);
  const found = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (found.length > 1 && found[0] && ["the", "The", "THE"].includes(found[0])) found.shift();
  return found.join(" ").toLowerCase();
}

export function foldPlace(name: string): string {
  let text = name.replace(DROPPED, "").toLowerCase().replace(/./gsu, (sign) => SMALL[sign] ?? sign);
  text = text.normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC").toLowerCase().replace(DROPPED, "");
  let words = text.replace(/[^\p{L}\p{N}\p{Mc}]/gu, " ").split(" ").filter(Boolean).map((word) => SHORT[word] ?? word);
  if (words.length > 1 && words[0] === "the") words = words.slice(1);
  if (words.length > 1 && words[0]?.length === 1 && words[1]?.length === 1) {
    const at = words.findIndex((word) => word.length !== 1);
    const count = at < 0 ? words.length : at;
    words = [words.slice(0, count).join(""), ...words.slice(count)];
  }
  return words.join(" ");
}

/** Words by their stems, as the full text of a case file has them; a blank at each end, so that whole words can be looked for. */
export function stems(text: string): string {
  const words = text.normalize("NFD").replace(COMBINING, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.map((word) => (word.length > 2 ? stemmer(word) : word)).join(" ")} `;
}

/** A term in singular and plural: rebel, rebels. */
export function bothNumbers(key: string): string[] {
  return key.endsWith("s") ? [key, key.slice(0, -1)] : [key, `${key}s`];
}
