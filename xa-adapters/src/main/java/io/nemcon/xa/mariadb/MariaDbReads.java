package io.nemcon.xa.mariadb;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which statements are nothing but reads for sure. The server cannot be asked what a branch has written, so this is judged
 * by the text alone, and in doubt a statement writes.
 */
final class MariaDbReads {

    private static final Pattern READS =
            caseless("\\s*(?:/\\*(?![!M])(?:[^*]|\\*(?!/))*\\*/\\s*)?(?:select|with|values|show)\\b");

    /** Locks, targets, sequences, assignments, a second statement, and comments in which anything may hide. */
    private static final Pattern MORE_THAN_READS =
            caseless("\\b(?:for|into|lock|procedure|next|insert|update|delete|replace)\\b|:=|;|/\\*|--|#");

    private static final Pattern CALL = caseless("([a-z0-9_$.`\"\\u0080-\\uffff]+)(\\s*)\\(");

    /** Before a bracket these call nothing. */
    private static final Set<String> KEYWORDS = Set.of(
            "select",
            "from",
            "where",
            "and",
            "or",
            "not",
            "xor",
            "in",
            "exists",
            "any",
            "all",
            "some",
            "as",
            "on",
            "join",
            "using",
            "union",
            "except",
            "intersect",
            "distinct",
            "having",
            "by",
            "when",
            "then",
            "else",
            "case",
            "between",
            "like",
            "is",
            "over",
            "values",
            "limit",
            "offset",
            "interval",
            "with",
            "recursive",
            "set",
            "show",
            "div",
            "mod");

    /** The server's own, which a stored function cannot take the place of, and which change nothing. */
    private static final Set<String> FUNCTIONS = Set.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "group_concat",
            "coalesce",
            "ifnull",
            "nullif",
            "if",
            "greatest",
            "least",
            "concat",
            "concat_ws",
            "lower",
            "upper",
            "lcase",
            "ucase",
            "trim",
            "ltrim",
            "rtrim",
            "substring",
            "substr",
            "left",
            "right",
            "length",
            "char_length",
            "character_length",
            "locate",
            "instr",
            "lpad",
            "rpad",
            "hex",
            "unhex",
            "md5",
            "sha1",
            "sha2",
            "abs",
            "ceil",
            "ceiling",
            "floor",
            "round",
            "truncate",
            "mod",
            "sign",
            "pow",
            "power",
            "sqrt",
            "cast",
            "convert",
            "date",
            "time",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "now",
            "curdate",
            "utc_timestamp",
            "unix_timestamp",
            "from_unixtime",
            "date_add",
            "date_sub",
            "datediff",
            "timestampdiff",
            "timestampadd",
            "date_format",
            "str_to_date",
            "extract",
            "json_value",
            "json_extract",
            "json_query",
            "json_unquote",
            "json_object",
            "json_array",
            "row_number",
            "rank",
            "dense_rank",
            "lag",
            "lead",
            "first_value",
            "last_value",
            "ntile",
            "connection_id",
            "database",
            "version",
            "bit_and",
            "bit_or",
            "stddev",
            "variance");

    private MariaDbReads() {}

    static boolean onlyReads(String sql) {
        Matcher start = READS.matcher(sql);
        if (!start.lookingAt()) {
            return false;
        }
        String rest = sql.substring(start.end());
        if (MORE_THAN_READS.matcher(rest).find()) {
            return false;
        }
        Matcher call = CALL.matcher(rest);
        while (call.find()) {
            String name = call.group(1).toLowerCase(Locale.ROOT);
            boolean harmless = KEYWORDS.contains(name)
                    || (FUNCTIONS.contains(name) && call.group(2).isEmpty());
            if (!harmless) {
                return false;
            }
        }
        return true;
    }

    private static Pattern caseless(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
