using TenantTokens.Ledger;

namespace TenantTokens.Shared.Tests.Ledger;

public sealed class LedgerRowTests
{
    private static readonly LedgerRow _row = new("web-1", """{"name":"one"}""", "1");

    [Fact]
    public void A_value_is_read_once() => Assert.Same(_row.Value<Named>(), _row.Value<Named>());

    [Fact]
    public void A_copy_with_another_text_has_another_value_and_the_row_keeps_its_own()
    {
        LedgerRow row = _row with { ETag = "2" };
        Assert.Equal("one", row.Value<Named>()!.Name);

        Assert.Equal("two", (row with { Json = """{"name":"two"}""" }).Value<Named>()!.Name);
        Assert.Equal("one", row.Value<Named>()!.Name);
    }

    [Fact]
    public void What_was_read_makes_no_difference_between_rows()
    {
        LedgerRow read = _row with { ETag = "3" }, unread = _row with { ETag = "3" };
        _ = read.Value<Named>();

        Assert.Equal(unread, read);
        Assert.Equal(unread.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(_row, read);
    }

    private sealed record Named(string Name);
}
