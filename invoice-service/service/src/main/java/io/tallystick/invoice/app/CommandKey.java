package io.tallystick.invoice.app;

/**
 * What a caller that repeats a command is known by.
 *
 * @param scope the access key
 * @param key what it sent as {@code Idempotency-Key}
 * @param fingerprint what it asked for
 */
public record CommandKey(String scope, String key, String fingerprint) {}
