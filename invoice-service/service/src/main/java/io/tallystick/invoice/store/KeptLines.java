package io.tallystick.invoice.store;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.LineReader;
import io.tallystick.schemas.rated.RatedLine;
import java.util.IdentityHashMap;

/** Reads rated lines as they were kept, and tells the digest of what they say. Not for two threads at once. */
final class KeptLines {
    private static final String REVISION = "\"revision\":";

    private final LineReader reader = new LineReader();
    private final IdentityHashMap<RatedLine, Hash128> digests = new IdentityHashMap<>();

    /**
     * The line that a message says; its digest is kept beside it.
     *
     * @param content the message
     * @param told the digest that was found when the message came
     */
    RatedLine read(String content, Hash128 told) {
        RatedLine line = read(content);
        digests.put(line, digest(content, told, line));
        return line;
    }

    /** The line that a message says with the digest that was told; who bills it looks whether that is true. */
    RatedLine readAsTold(String content, Hash128 told) {
        RatedLine line = read(content);
        digests.put(line, told);
        return line;
    }

    /** The digest of a line that was read here with the one that was told. */
    Hash128 digestOf(RatedLine line) {
        return digests.get(line);
    }

    /**
     * The digest of what the text says now. As every service writes a line in one way, it is that of the text with the revision 0;
     * only where this is not the digest that was told, the line is written anew to find its own.
     */
    private static Hash128 digest(String content, Hash128 told, RatedLine line) {
        int from = content.indexOf(REVISION) + REVISION.length();
        int to = from;
        while (to < content.length() && Character.isDigit(content.charAt(to))) {
            to++;
        }
        Hash128 found = Hash128.of(content.substring(0, from) + "0" + content.substring(to));
        return found.equals(told) ? found : line.digest();
    }

    RatedLine read(String content) {
        return reader.read(content);
    }
}
