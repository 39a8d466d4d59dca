package io.tallystick.embedded;

import java.util.regex.Pattern;

/**
 * A role of the database that owns one schema and sees no other.
 *
 * @param role also the name of its schema: a lower-case letter, then up to 30 of {@code a-z 0-9 _}
 * @param password of the role
 */
public record SchemaOwner(String role, String password) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    /** Refuses a name that would need quoting. */
    public SchemaOwner {
        checkName("role", role);
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the password of role " + role + " must be at least one character");
        }
    }

    static void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(field + " must match " + NAME + ", not \"" + name + "\"");
        }
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "SchemaOwner[" + role + "]";
    }
}
