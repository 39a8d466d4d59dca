package io.tallystick.web.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list, as every list answers: {@code {"items":[…],"next":"…"}} and {@code Link: <…>; rel="next"}.
 *
 * @param items the rows
 * @param next what to send as {@code after} to get the following page, absent on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page from up to {@code limit + 1} rows: the additional one only tells that there are more.
     *
     * @param columns the sort columns of a row, see {@link Cursor#after}
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> columns) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, Optional.of(columns.apply(shown.getLast()).encode()));
    }

    /** The answer with its {@code Link} header; {@code uri} is the address that was asked. */
    @JsonIgnore
    public Response response(UriInfo uri) {
        Response.ResponseBuilder answer = Response.ok(this);
        next.ifPresent(after -> {
            URI following =
                    uri.getRequestUriBuilder().replaceQueryParam("after", after).build();
            answer.header(HttpHeaders.LINK, "<" + following + ">; rel=\"next\"");
        });
        return answer.build();
    }
}
