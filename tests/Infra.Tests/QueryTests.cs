using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Moq;
using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Ledger;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests;

/// <summary>Alerts and workbook read log lines that the product writes; here both ends are held together.</summary>
public sealed partial class QueryTests
{
    public static TheoryData<string> Queries => ["queries/gate-open-too-long.kql", "queries/rotation-parked.kql", "workbook.json"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alice", "Verifying to Parked (x): y")]
    [InlineData("Dr. Smith (by day)", "Gate finish-1: 2. of 3")]
    [InlineData("alice", "two\nlines (by whom?)")]
    public async Task A_line_of_the_audit_trail_is_read_by_the_queries_as_it_was_written(string by, string detail)
    {
        System.Text.RegularExpressions.Match read = Line().Match(await LogAsync(by, detail));

        Assert.True(read.Success);
        Assert.Equal(("rotation-1", "phase"), (read.Groups[1].Value, read.Groups[2].Value));
        // a name that looks like the end of the line is taken for detail; nothing is lost
        Assert.StartsWith(detail, read.Groups[3].Value, StringComparison.Ordinal);
        Assert.EndsWith(read.Groups[4].Value, by, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rotation rotation-1 was started")]
    [InlineData("The schedule of sim00001 says Due; open rotation rot-1, opened now: True")]
    public void Another_line_is_none_of_the_audit_trail(string line) => Assert.DoesNotMatch(Line(), line);

    [Fact]
    public void The_columns_of_the_query_are_the_groups_in_their_order()
        => Assert.EndsWith(
            "RotationId = tostring(Said[0]), Code = tostring(Said[1]), Detail = tostring(Said[2]), By = tostring(Said[3])",
            Infrastructure.Read("queries/rotation-events.kql").TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public async Task A_row_that_was_not_written_is_not_logged()
    {
        LineLogger logger = new();
        Mock<ILedgerStore> store = new();
        store.Setup(static ledger => ledger.TryCommitAsync(
            It.IsAny<string>(),
            It.IsAny<IReadOnlyList<LedgerWrite>>(),
            It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("full"));

        await Assert.ThrowsAsync<IOException>(() => new AuditTrail(store.Object, TimeProvider.System, logger: logger)
            .AddAsync("rotation-1", "phase", "alice", "x", Cancelled));

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
            [
                "Microsoft.Compute/virtualMachines/runCommands/write",
                "Microsoft.Compute/virtualMachines/runCommand/action",
                "Microsoft.HybridCompute/machines/runCommands/write",
            ],
            operation => Assert.Contains($"\"{operation}\"", query, StringComparison.Ordinal));
        Assert.Contains("Who != \"{commandsPrincipalId}\"", query, StringComparison.Ordinal);
    }

    // What https://github.com/Azure/azure-sdk-for-net has in QueueProcessor.CopyMessageToPoisonQueueAsync, with the numbers and names
    // filled in; VaultEventQueueTests lets the real one say it.
    [Theory]
    [InlineData("Message has reached MaxDequeueCount of 5. Moving message to queue 'secret-events-poison'.", true)]
    [InlineData("Message has reached MaxDequeueCount of 1. Moving message to queue 'secret-events-poison'.", true)]
    [InlineData("Message has reached MaxDequeueCount of 5. Moving message to queue 'others-poison'.", false)]
    [InlineData("Message has reached MaxDequeueCount of 5. Moving message to queue 'my-secret-events-poison'.", false)]
    [InlineData(
        "Rotation rotation-1: phase. Message has reached MaxDequeueCount of 5. Moving message to queue 'secret-events-poison'.",
        false)]
    [InlineData("Executed 'Functions.SecretNearExpiry' (Failed, Id=1, Duration=5ms)", false)]
    public async Task The_line_of_the_host_about_an_event_that_failed_is_found_and_no_other(string line, bool found)
    {
        ArmTemplate alerts = (await Infrastructure.AllAsync()).Single(static template => template.Module is "alerts");
        Assert.Equal(
            "[reference('ledgerStorage').outputs.eventsQueue.value]",
            alerts.Arguments["eventsQueue"]!["value"]!.GetValue<string>());

        Assert.Equal(found, FailedEventQuery.Finds("secret-events", line));
    }

    [Fact]
    public async Task The_placeholders_of_the_queries_are_filled_in()
    {
        string alerts = (await Infrastructure.MainAsync())
            .WithNested()
            .Single(static template => template.Module is "alerts").Document
            .ToJsonString();

        foreach (string placeholder in Directory.EnumerateFiles(Path.Combine(Infrastructure.Folder, "queries"))
            .SelectMany(static path => Placeholder().Matches(File.ReadAllText(path)))
            .Select(static match => match.Value))
        {
            Assert.Matches($@"replace\(variables\(.{{1,30}}\), .{{1,8}}{Regex.Escape(placeholder)}", alerts);
        }
    }

    /// <summary>The pattern of the query, which is .NET's as well as Kusto's.</summary>
    private static Regex Line()
        => new(
            Pattern().Match(Infrastructure.Read("queries/rotation-events.kql")).Groups[1].Value,
            RegexOptions.None,
            TimeSpan.FromSeconds(10));

    private static async Task<string> LogAsync(string by, string detail)
    {
        LineLogger logger = new();
        Mock<ILedgerStore> store = new();
        store.Setup(static ledger => ledger.TryCommitAsync(
            It.IsAny<string>(),
            It.IsAny<IReadOnlyList<LedgerWrite>>(),
            It.IsAny<CancellationToken>())).ReturnsAsync(true);
        await new AuditTrail(store.Object, TimeProvider.System, logger: logger).AddAsync("rotation-1", "phase", by, detail, Cancelled);
        return Assert.Single(logger.Lines);
    }

    private static string[] CodesIn(string text)
        => [
            .. CodeTest()
                .Matches(text.Replace("\\\"", "\"", StringComparison.Ordinal))
                .SelectMany(static match => Quoted().Matches(match.Value))
                .Select(static match => match.Groups[1].Value)
                .Distinct(),
        ];

    private static HashSet<string> WrittenCodes()
        => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Shared"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(static text => text.Contains("udit.AddAsync(", StringComparison.Ordinal))
            .SelectMany(static text => Quoted().Matches(text)).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex(@"@""([^""]+)""")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\bCode (?:==|in) (?:""[a-z-]+""|\([^)]*\))")]
    private static partial Regex CodeTest();

    [GeneratedRegex(@"""([a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    private sealed class LineLogger : ILogger<AuditTrail>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
            => Lines.Add(formatter(state, exception));
    }
}
