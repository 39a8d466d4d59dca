package io.tallystick.web.access;

import io.tallystick.schemas.access.AccessKey;
import java.util.Locale;

/** The roles as {@code @RolesAllowed} names them. */
public final class Roles {
    /** Posts usage events. */
    public static final String INGEST = "ingest";

    /** Does everything. */
    public static final String OPERATOR = "operator";

    /** Reads what belongs to its own customer. */
    public static final String CUSTOMER = "customer";

    private Roles() {}

    static String of(AccessKey.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
