using TenantTokens.Ledger;

namespace TenantTokens.EngineContract;

/// <summary>What every ledger store must do.</summary>
public abstract class LedgerStoreContract : IAsyncLifetime
{
    /// <summary>A partition of this test's own: stores in the cloud keep theirs.</summary>
    private readonly string _partition = $"contract-{Guid.CreateVersion7():N}";

    /// <summary>One store.</summary>
    protected ILedgerStore Store { get; private set; } = null!;

    /// <summary>Another store on the same rows, as another process would open it.</summary>
    protected ILedgerStore Other { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        Other = await OpenAsync();
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync(Store);
        await CloseAsync(Other);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_row_is_read_as_it_was_written_by_every_store()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("rotation|7", """{"a":"ä"}""")));
        LedgerRow row = (await Other.GetAsync(_partition, "rotation|7", Stop))!;
        Assert.Equal("rotation|7", row.Key);
        Assert.Equal("""{"a":"ä"}""", row.Json);
        Assert.Null(await Store.GetAsync(_partition, "rotation|8", Stop));
        Assert.Null(await Store.GetAsync(_partition + "x", "rotation|7", Stop));
    }

    [Fact]
    public async Task All_rows_are_read_in_the_order_of_their_partitions_and_keys()
    {
        string second = $"{_partition}-2";
        for (int commit = 0; commit < 12; commit++)
        {
            IEnumerable<int> numbers = Enumerable.Range(commit * 50, 50);
            LedgerWrite[] writes = [.. numbers.Select(static number => new LedgerWrite.Insert($"row|{number:D4}", $"{number}"))];
            Assert.True(await Store.TryCommitAsync(commit % 2 == 0 ? second : _partition, writes, Stop));
        }

        List<(string Partition, LedgerRow Row)> read = await Other.ReadAllAsync(Stop)
            .Where(row => row.Partition.StartsWith(_partition, StringComparison.Ordinal))
            .ToListAsync(Stop);

        Assert.Equal(600, read.Count);
        Assert.Equal(
            read.OrderBy(static row => row.Partition, StringComparer.Ordinal).ThenBy(static row => row.Row.Key, StringComparer.Ordinal),
            read);
        Assert.Equal((await Other.GetAsync(second, "row|0000", Stop))!, read.Find(row => row.Partition == second).Row);
        Assert.NotEmpty(Store.Place);
    }

    [Fact]
    public async Task An_insert_of_a_row_that_exists_is_refused()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("k", "1")));
        Assert.False(await CommitAsync(new LedgerWrite.Insert("k", "2")));
        Assert.Equal("1", (await Store.GetAsync(_partition, "k", Stop))!.Json);
    }

    [Fact]
    public async Task A_replace_or_delete_needs_the_row_as_it_was_read()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("k", "1")));
        string first = await TagAsync("k");
        Assert.True(await CommitAsync(new LedgerWrite.Replace("k", "2", first)));
        Assert.NotEqual(first, await TagAsync("k"));
        Assert.False(await CommitAsync(new LedgerWrite.Replace("k", "3", first)));
        Assert.False(await CommitAsync(new LedgerWrite.Delete("k", first)));
        Assert.True(await CommitAsync(new LedgerWrite.Delete("k", await TagAsync("k"))));
        Assert.False(await CommitAsync(new LedgerWrite.Replace("k", "4", first)));
        Assert.Null(await Store.GetAsync(_partition, "k", Stop));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_added_again_has_another_tag()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("k", "1")));
        string first = await TagAsync("k");
        Assert.True(await CommitAsync(new LedgerWrite.Delete("k", first)));
        Assert.True(await CommitAsync(new LedgerWrite.Insert("k", "1")));
        Assert.False(await CommitAsync(new LedgerWrite.Replace("k", "2", first)));
    }

    [Fact]
    public async Task All_writes_of_a_commit_are_done_or_none()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("taken", "1"), new LedgerWrite.Upsert("free", "1")));
        Assert.False(await CommitAsync(
            new LedgerWrite.Upsert("free", "2"),
            new LedgerWrite.Insert("new", "2"),
            new LedgerWrite.Insert("taken", "2")));
        Assert.Equal("1", (await Store.GetAsync(_partition, "free", Stop))!.Json);
        Assert.Null(await Store.GetAsync(_partition, "new", Stop));
    }

    [Fact]
    public async Task An_upsert_asks_for_nothing()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Upsert("k", "1")));
        Assert.True(await CommitAsync(new LedgerWrite.Upsert("k", "2")));
        Assert.Equal("2", (await Store.GetAsync(_partition, "k", Stop))!.Json);
    }

    [Fact]
    public async Task A_query_gives_the_rows_of_a_prefix_in_ordinal_order()
    {
        Assert.True(await CommitAsync(
            new LedgerWrite.Insert("b|2", "1"),
            new LedgerWrite.Insert("b|10", "1"),
            new LedgerWrite.Insert("B|1", "1"),
            new LedgerWrite.Insert("b|~", "1"),
            new LedgerWrite.Insert("ba", "1")));
        Assert.Equal(["b|10", "b|2", "b|~"], await KeysAsync("b|"));
        Assert.Equal(["B|1", "ba", "b|10", "b|2", "b|~"], await KeysAsync(""));
        Assert.Empty(await KeysAsync("c"));
    }

    [Fact]
    public async Task A_query_gives_more_rows_than_fit_into_one_page()
    {
        for (int commit = 0; commit < 12; commit++)
        {
            LedgerWrite[] writes =
            [
                .. Enumerable.Range(commit * 100, 100).Select(static row => new LedgerWrite.Insert($"row|{row:D5}", "1")),
            ];
            Assert.True(await CommitAsync(writes));
        }

        List<string> keys = await KeysAsync("row|");
        Assert.Equal(1200, keys.Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task Of_two_stores_that_insert_one_row_exactly_one_wins()
    {
        for (int round = 0; round < 20; round++)
        {
            LedgerWrite[] writes = [new LedgerWrite.Insert($"race|{round}", "1")];
            bool[] won = await Task.WhenAll(
                Task.Run(() => Store.TryCommitAsync(_partition, writes, Stop)),
                Task.Run(() => Other.TryCommitAsync(_partition, writes, Stop)));
            Assert.Single(won, static one => one);
        }
    }

    [Fact]
    public async Task Of_many_that_count_one_row_up_none_is_lost()
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("count", "0")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => CountAsync(worker % 2 == 0 ? Store : Other, 10))));
        Assert.Equal("40", (await Store.GetAsync(_partition, "count", Stop))!.Json);
    }

    [Fact]
    public async Task A_commit_that_is_none_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(new LedgerWrite.Upsert("k", "1"), new LedgerWrite.Upsert("k", "2")));
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync([.. Enumerable.Range(0, 101).Select(static row => new LedgerWrite.Upsert($"{row}", "1"))]));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(new LedgerWrite.Upsert("a/b", "1")));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(new LedgerWrite.Upsert("k", new string('x', 60 * 1024))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(
            [.. Enumerable.Range(0, 20).Select(static row => new LedgerWrite.Upsert($"k{row}", new string('x', 40 * 1024)))]));
        Assert.Empty(await KeysAsync(""));
    }

    [Theory]
    [InlineData('x', 60 * 1024 - 1)]
    [InlineData('"', 60 * 1024 - 1)]
    [InlineData('ä', 30 * 1024 - 1)]
    public async Task A_row_as_big_as_is_allowed_is_read_as_it_was_written(char character, int length)
    {
        string json = new(character, length);
        Assert.True(await CommitAsync(new LedgerWrite.Insert("big", json)));
        Assert.Equal(json, (await Other.GetAsync(_partition, "big", Stop))!.Json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public async Task A_character_of_two_halves_is_kept_wherever_it_stands(string before)
    {
        string json = before + string.Concat(Enumerable.Repeat("\U0001F511", 15_000)); // 4 bytes each
        Assert.True(await CommitAsync(new LedgerWrite.Insert("keys", json)));
        Assert.Equal(json, (await Other.GetAsync(_partition, "keys", Stop))!.Json);
    }

    [Fact]
    public async Task A_commit_as_big_as_is_allowed_is_taken()
        => Assert.True(await CommitAsync([
            .. Enumerable.Range(0, 96).Select(
                static row => new LedgerWrite.Insert($"row|{row:D3}", $"[{string.Concat(Enumerable.Repeat("\"\",", 8 * 1024 / 3 - 1))}1]")),
        ]));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a'b")]
    [InlineData("a\u0001b")]
    [InlineData("ä")]
    [InlineData("' or RowKey ne '")]
    public async Task What_can_be_no_key_is_not_found(string name)
    {
        Assert.True(await CommitAsync(new LedgerWrite.Insert("k", "1")));
        Assert.Null(await Store.GetAsync(_partition, name, Stop));
        Assert.Null(await Store.GetAsync(name, "k", Stop));
        Assert.Empty(await KeysAsync(name));
    }

    [Fact]
    public async Task The_longest_key_is_a_key()
    {
        string key = new('~', 400);
        Assert.True(await CommitAsync(new LedgerWrite.Insert(key, "1"), new LedgerWrite.Insert("a@b.c:d_e-f|g", "2")));
        Assert.Equal("1", (await Other.GetAsync(_partition, key, Stop))!.Json);
        Assert.Equal([key], await KeysAsync("~"));
        Assert.Equal(["a@b.c:d_e-f|g"], await KeysAsync("a@"));
    }

    [Fact]
    public async Task A_commit_cancelled_before_it_began_changes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.TryCommitAsync(_partition, [new LedgerWrite.Insert("k", "1")], new CancellationToken(canceled: true)));
        Assert.Null(await Store.GetAsync(_partition, "k", Stop));
    }

    /// <summary>Opens a store on the rows that all stores of this test share.</summary>
    protected abstract Task<ILedgerStore> OpenAsync();

    private static async Task CloseAsync(ILedgerStore store)
    {
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private Task<bool> CommitAsync(params LedgerWrite[] writes) => Store.TryCommitAsync(_partition, writes, Stop);

    private async Task<string> TagAsync(string key) => (await Store.GetAsync(_partition, key, Stop))!.ETag;

    private async Task<List<string>> KeysAsync(string prefix)
    {
        List<string> keys = [];
        await foreach (LedgerRow row in Store.QueryAsync(_partition, prefix, Stop))
        {
            keys.Add(row.Key);
        }

        return keys;
    }

    private async Task CountAsync(ILedgerStore store, int times)
    {
        for (int done = 0; done < times;)
        {
            LedgerRow row = (await store.GetAsync(_partition, "count", Stop))!;
            string next = (int.Parse(row.Json, System.Globalization.CultureInfo.InvariantCulture) + 1)
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
            done += await store.TryCommitAsync(_partition, [new LedgerWrite.Replace("count", next, row.ETag)], Stop) ? 1 : 0;
        }
    }
}
