using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Moq;
using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Ledger;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests;

/// <summary>Alerts and workbook read log lines that the product writes; here both ends are held together.</summary>
public sealed partial class QueryTests
{
    public static TheoryData<string> Queries => ["queries/gate-open-too-long.kql", "queries/rotation-parked.kql", "workbook.json"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_audit_trail_is_logged_with_the_properties_that_the_queries_read()
    {
        PropertyLogger logger = new();
        Mock<ILedgerStore> store = new();
        store.Setup(static ledger => ledger.TryCommitAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<LedgerWrite>>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);

        await new AuditTrail(store.Object, TimeProvider.System, logger: logger).AddAsync("rotation-1", "phase", "alice", "Verifying to Parked (x): y", Cancelled);

        Dictionary<string, string> written = Assert.Single(logger.Lines);
        string[] read = [.. Property().Matches(Infrastructure.Read("queries/rotation-events.kql")).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.Equal(["AuditBy", "AuditCode", "AuditDetail", "RotationId"], read.Order(StringComparer.Ordinal));
        Assert.All(read, property => Assert.True(written.ContainsKey(property), $"The query reads {property}, which is not logged."));
        Assert.Equal(("rotation-1", "phase", "alice", "Verifying to Parked (x): y"), (written["RotationId"], written["AuditCode"], written["AuditBy"], written["AuditDetail"]));
    }

    [Fact]
    public async Task A_row_that_was_not_written_is_not_logged()
    {
        PropertyLogger logger = new();
        Mock<ILedgerStore> store = new();
        store.Setup(static ledger => ledger.TryCommitAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<LedgerWrite>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("full"));

        await Assert.ThrowsAsync<IOException>(() => new AuditTrail(store.Object, TimeProvider.System, logger: logger).AddAsync("rotation-1", "phase", "alice", "x", Cancelled));

        Assert.Empty(logger.Lines);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_audit_code_in_a_query_is_one_that_the_product_writes(string file)
    {
        string[] codes = CodesIn(Infrastructure.Read(file));

        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except(WrittenCodes()));
    }

    [Fact]
    public void A_code_that_nobody_writes_is_found()
        => Assert.Equal(["gate-ajar"], CodesIn("RotationEvents | where Code in (\"gate-opened\", \"gate-ajar\")").Except(WrittenCodes()));

    [Fact]
    public void The_alert_on_run_commands_covers_every_way_to_run_one()
    {
        string query = Infrastructure.Read("queries/run-command-by-others.kql");

        Assert.All(
            ["Microsoft.Compute/virtualMachines/runCommands/write", "Microsoft.Compute/virtualMachines/runCommand/action", "Microsoft.HybridCompute/machines/runCommands/write"],
            operation => Assert.Contains($"\"{operation}\"", query, StringComparison.Ordinal));
        Assert.Contains("Who != \"{commandsPrincipalId}\"", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_placeholders_of_the_queries_are_filled_in()
    {
        string alerts = (await Infrastructure.MainAsync()).WithNested().Single(static template => template.Module is "alerts").Document.ToJsonString();

        foreach (string placeholder in Directory.EnumerateFiles(Path.Combine(Infrastructure.Folder, "queries")).SelectMany(static path => Placeholder().Matches(File.ReadAllText(path))).Select(static match => match.Value))
        {
            Assert.Matches($@"replace\(variables\(.{{1,30}}\), .{{1,8}}{Regex.Escape(placeholder)}", alerts);
        }
    }

    private static string[] CodesIn(string text)
        => [.. CodeTest().Matches(text.Replace("\\\"", "\"", StringComparison.Ordinal)).SelectMany(static match => Quoted().Matches(match.Value)).Select(static match => match.Groups[1].Value).Distinct()];

    private static HashSet<string> WrittenCodes()
        => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Shared"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(static text => text.Contains("udit.AddAsync(", StringComparison.Ordinal))
            .SelectMany(static text => Quoted().Matches(text)).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex(@"Properties\.(?:prop__)?(\w+)")]
    private static partial Regex Property();

    [GeneratedRegex(@"\bCode (?:==|in) (?:""[a-z-]+""|\([^)]*\))")]
    private static partial Regex CodeTest();

    [GeneratedRegex(@"""([a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    private sealed class PropertyLogger : ILogger<AuditTrail>
    {
        public List<Dictionary<string, string>> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(static pair => pair.Key, static pair => $"{pair.Value}"));
    }
}
