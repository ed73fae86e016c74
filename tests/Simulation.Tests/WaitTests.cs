using TenantTokens.Tooling;

namespace TenantTokens.Simulation.Tests;

/// <summary>Every wait of the product and of the simulated world is on a clock that can be given.</summary>
public sealed class WaitTests
{
    /// <summary>Files whose clock cannot be given, and why.</summary>
    private static readonly Dictionary<string, string> s_excepted = new(StringComparer.Ordinal)
    {
        ["AzureTablesLedgerStore.cs"] = "it is played by its contract double, which keeps nobody waiting",
        ["LedgerTables.cs"] = "the same",
    };

    [Fact]
    public void Every_wait_is_on_a_clock()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

        Assert.InRange(files.Length, 500, 5000);
        Assert.Equal([], files.Where(static file => !s_excepted.ContainsKey(Path.GetFileName(file))).SelectMany(static file => WaitRules.Violations(File.ReadAllText(file)).Select(found => $"{Path.GetFileName(file)}: {found}")));
    }

    [Theory]
    [InlineData("Task.Delay(1000);")]
    [InlineData("Task.Delay(span, cancellationToken);")]
    [InlineData("task.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("source.CancelAfter(span);")]
    [InlineData("var t = new Timer(Ring);")]
    [InlineData("var t = new System.Threading.PeriodicTimer(span);")]
    [InlineData("var p = new ResiliencePipelineBuilder<int>().AddTimeout(span);")]
    [InlineData("var p = new ResiliencePipelineBuilder { Name = \"x\" };")]
    [InlineData("SecretClientOptions o = new() { Transport = transport };")]
    public void A_wait_without_a_clock_is_found(string statement) => Assert.Single(WaitRules.Violations($"class C {{ void M() {{ {statement} }} }}"));

    [Theory]
    [InlineData("Task.Delay(span, time, cancellationToken);")]
    [InlineData("Task.Delay(span, world.Clock.Time, ct);")]
    [InlineData("task.WaitAsync(cancellationToken);")]
    [InlineData("var t = new PeriodicTimer(span, time);")]
    [InlineData("var p = new ResiliencePipelineBuilder<int> { TimeProvider = time };")]
    [InlineData("SecretClientOptions o = new() { Transport = transport, RetryPolicy = policy };")]
    public void A_wait_on_a_clock_is_not(string statement) => Assert.Empty(WaitRules.Violations($"class C {{ void M() {{ {statement} }} }}"));
}
