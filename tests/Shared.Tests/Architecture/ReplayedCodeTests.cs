namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>
/// An orchestrator does the same each time it is replayed, and so does whatever it calls in Shared. tests/Functions.Tests asks Microsoft's
/// analyzers too; they follow methods only.
/// </summary>
public sealed class ReplayedCodeTests
{
    private static readonly Lazy<ReplayedCode> _shared = new(ReplayedCode.OfShared);

    [Fact]
    public void No_orchestrator_reaches_what_a_replay_would_do_otherwise() => Assert.Empty(_shared.Value.Violations);

    [Fact]
    public void All_of_them_are_read_with_what_they_call_in_other_files()
    {
        Assert.Equal(8, _shared.Value.Orchestrators.Count);
        string[] members = [.. _shared.Value.Members];
        Assert.All(
            new[] { "VerifyingPhase.RunAsync", "PhaseTransitions.IsWatched", "OutageRetry.Policy" },
            member => Assert.Contains(member, members));
    }

    [Theory]
    [InlineData("var x = DateTime.UtcNow;")]
    [InlineData("var x = System.DateTimeOffset.Now;")]
    [InlineData("var x = TimeProvider.System.GetUtcNow();")]
    [InlineData("var x = Guid.NewGuid();")]
    [InlineData("var x = new Random(1);")]
    [InlineData("var x = Random.Shared.Next();")]
    [InlineData("var x = Environment.MachineName;")]
    [InlineData("File.ReadAllText(input);")]
    [InlineData("System.IO.Directory.Exists(input);")]
    [InlineData("using HttpClient client = new();")]
    [InlineData("await Task.Run(() => 1);")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("await Task.CompletedTask.ContinueWith(_ => 1);")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("await Task.CompletedTask.ConfigureAwait(false);")]
    [InlineData("await Task.FromResult(1).ConfigureAwait(false);")]
    [InlineData("using CancellationTokenSource source = new(); await source.CancelAsync();")]
    [InlineData("using CancellationTokenSource source = new(1000);")]
    [InlineData("var x = System.Diagnostics.Stopwatch.StartNew();")]
    [InlineData("await foreach (int x in Many()) { } async IAsyncEnumerable<int> Many() { yield return 1; }")]
    [InlineData("lock (input) { }")]
    [InlineData("Func<DateTime> clock = () => DateTime.UtcNow; var x = clock();")]
    [InlineData("var x = System.Globalization.CultureInfo.CurrentCulture;")]
    [InlineData("Elsewhere.Count++;")]
    [InlineData("var x = Elsewhere.Known;")]
    [InlineData("var x = Elsewhere.Remembered;")]
    [InlineData("var x = Elsewhere.Clock();")]
    [InlineData("var x = Elsewhere.Twice();")]
    [InlineData("Func<DateTime> x = Elsewhere.Clock;")]
    [InlineData("var x = new Thing().Age;")]
    [InlineData("var x = new Born();")]
    [InlineData("Base x = new Derived(); x.Do();")]
    [InlineData("IThing x = null!; x.Do();")]
    [InlineData("var x = input.Aged();")]
    [InlineData("var x = new Thing() + new Thing();")]
    [InlineData("NoSuchThing();")]
    public void A_bad_line_is_caught(string line) => Assert.NotEmpty(ReplayedCode.Of(Source(line)).Violations);

    [Theory]
    [InlineData("DateTime x = context.CurrentUtcDateTime;")]
    [InlineData("Guid x = context.NewGuid();")]
    [InlineData("await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);")]
    [InlineData("await Task.WhenAny(Task.CompletedTask, Task.CompletedTask);")]
    [InlineData("using CancellationTokenSource source = new(); source.Cancel();")]
    [InlineData("foreach (char x in input) { }")]
    [InlineData("var x = new Harmless().Environment;")]
    [InlineData("await new Harmless().CancelAsync();")]
    [InlineData("var x = Harmless.Table[0];")]
    [InlineData("var x = DateTime.MinValue;")]
    [InlineData("var x = nameof(DateTime.UtcNow);")]
    [InlineData("var x = Environment.NewLine;")]
    public void A_good_line_is_not(string line) => Assert.Empty(ReplayedCode.Of(Source(line)).Violations);

    private static string Source(string line) => $$"""
        using TenantTokens.Durable;
        class O : IOrchestrator<string, string>
        {
            public async Task<string> RunAsync(IOrchestrationContext context, string input)
            {
                await Task.CompletedTask; {{line}} return input;
            }
        }
        static class Elsewhere
        {
            public static int Count;
            public static readonly Dictionary<string, string> Known = new();
            public static DateTime Remembered { get; } = DateTime.UtcNow;
            public static DateTime Clock() => DateTime.UtcNow;
            public static DateTime Twice() => Clock();
            public static DateTime Aged(this string text) => DateTime.UtcNow;
        }
        interface IThing { void Do(); }
        class Thing : IThing
        {
            public DateTime Age { get { return DateTime.UtcNow; } }
            public void Do() => Elsewhere.Clock();
            public static Thing operator +(Thing a, Thing b) { Elsewhere.Clock(); return a; }
        }
        record Born { private readonly DateTime _at = DateTime.UtcNow; }
        abstract class Base { public abstract void Do(); }
        class Derived : Base { public override void Do() => Elsewhere.Clock(); }
        class Harmless
        {
            public static readonly int[] Table = [1];
            public string Environment => "";
            public Task CancelAsync() => Task.CompletedTask;
        }
        """;
}
