package io.tallystick.web.access;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;

/** The credential as a cookie for the pages: not readable by scripts, never sent along from another site. */
public final class KeyCookie {
    /** Its name. */
    public static final String NAME = "tally_key";

    private static final int TWELVE_HOURS = 43_200;

    private KeyCookie() {}

    /** The cookie that carries {@code credential} for twelve hours; over TLS alone if the page came over TLS. */
    public static NewCookie of(String credential, UriInfo page) {
        return cookie(credential, TWELVE_HOURS, page);
    }

    /** The cookie that ends the session. */
    public static NewCookie none(UriInfo page) {
        return cookie("", 0, page);
    }

    private static NewCookie cookie(String value, int seconds, UriInfo page) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure("https".equals(page.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
