package io.tallystick.ingest.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Splits a request into the bytes of its events without reading them, so that an event that is not JSON is refused alone and a
 * good one reaches the log byte by byte as it came.
 */
public final class Batches {
    /** Of an event, rather less: room for a few too many costs less than growing. */
    private static final int USUAL_BYTES = 200;

    private final byte[] body;
    private final int most;
    private final List<byte[]> events;
    /** Which of the brackets that are open are braces. */
    private final BitSet braces = new BitSet();

    private int at;

    private Batches(byte[] body, int most) {
        this.body = body;
        this.most = most;
        this.events = new ArrayList<>(Math.min(most, body.length / USUAL_BYTES + 1));
    }

    /**
     * The elements of a JSON array: {@code [{"id":"a"}, {"id":"b"}]} gives {@code {"id":"a"}} and {@code {"id":"b"}}.
     *
     * @throws MalformedBatchException if brackets, strings or commas between elements do not fit, or there are more than {@code most}
     */
    public static List<byte[]> array(byte[] body, int most) {
        Batches batch = new Batches(body, most);
        batch.splitArray();
        return batch.events;
    }

    /**
     * The lines that are not blank.
     *
     * @throws MalformedBatchException if there are more than {@code most}
     */
    public static List<byte[]> lines(byte[] body, int most) {
        Batches batch = new Batches(body, most);
        batch.splitLines();
        return batch.events;
    }

    private void splitLines() {
        int start = 0;
        for (at = 0; at <= body.length; at++) {
            if (at == body.length || body[at] == '\n') {
                int end = at;
                while (end > start && isSpace(body[end - 1])) {
                    end--;
                }
                while (start < end && isSpace(body[start])) {
                    start++;
                }
                if (end > start) {
                    add(start, end);
                }
                start = at + 1;
            }
        }
    }

    private void splitArray() {
        skipByteOrderMark();
        skipSpace();
        expect('[', "a batch is a JSON array");
        skipSpace();
        if (peek() == ']') {
            at++;
        } else {
            splitElements();
        }
        skipSpace();
        if (at < body.length) {
            throw MalformedBatchException.at(at, "something follows the end of the array");
        }
    }

    private void splitElements() {
        while (true) {
            skipSpace();
            int start = at;
            skipValue();
            add(start, at);
            skipSpace();
            if (peek() == ']') {
                at++;
                return;
            }
            expect(',', "a comma or the end of the array was expected");
        }
    }

    private void skipValue() {
        switch (peek()) {
            case '{', '[' -> skipNested();
            case '"' -> skipString();
            default -> skipToken();
        }
    }

    private void skipToken() {
        int start = at;
        while (at < body.length && !isSpace(body[at]) && body[at] != ',' && body[at] != ']') {
            at++;
        }
        if (at == start) {
            throw MalformedBatchException.at(at, "an event was expected");
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (peek()) {
                case '{' -> {
                    braces.set(depth++);
                    at++;
                }
                case '[' -> {
                    braces.clear(depth++);
                    at++;
                }
                case '}' -> close(braces.get(--depth), '}');
                case ']' -> close(!braces.get(--depth), ']');
                case '"' -> skipString();
                default -> at++;
            }
        } while (depth > 0);
    }

    private void close(boolean fits, char bracket) {
        if (!fits) {
            throw MalformedBatchException.at(at, "a " + bracket + " closes nothing");
        }
        at++;
    }

    private void skipString() {
        at++;
        while (peek() != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private byte peek() {
        if (at >= body.length) {
            throw MalformedBatchException.at(body.length, "the array has no end");
        }
        return body[at];
    }

    private void expect(char wanted, String rule) {
        if (peek() != wanted) {
            throw MalformedBatchException.at(at, rule);
        }
        at++;
    }

    private void skipSpace() {
        while (at < body.length && isSpace(body[at])) {
            at++;
        }
    }

    private void skipByteOrderMark() {
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    private void add(int start, int end) {
        if (events.size() == most) {
            throw MalformedBatchException.tooMany(most);
        }
        events.add(Arrays.copyOfRange(body, start, end));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
