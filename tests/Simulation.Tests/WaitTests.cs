using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TenantTokens.Simulation.Tests;

/// <summary>Every wait of the product and of the simulated world is on a clock that can be given.</summary>
public sealed class WaitTests
{
    private const string NetworkTimeout =
        "Azure.Core knows no other clock for it; in the simulation the wire keeps it, on the clock that jumps";
    private const string RealScripts = "real scripts compare it with the uptime of the real computer";
    private const string Sockets = "sockets are not in the simulation";
    private const string Tables = "it is played by its contract double, which keeps nobody waiting";

    /// <summary>What is by the computer's clock, and why it may be.</summary>
    private static readonly Dictionary<string, string> _excepted = new(StringComparer.Ordinal)
    {
        ["ApprovalWorkflowChannel.cs: a limit by the computer's clock: RetryOptions.NetworkTimeout"] = NetworkTimeout,
        ["ArmPipeline.cs: a limit by the computer's clock: RetryOptions.NetworkTimeout"] = NetworkTimeout,
        ["AzureMailTransport.cs: a limit by the computer's clock: RetryOptions.NetworkTimeout"] = NetworkTimeout,
        ["DynatraceEnvironments.cs: its own waits, without a clock: new HttpClient without Timeout"] = "Create takes its limit away",
        ["EmbeddedEngine.cs: the computer's clock: TimeProvider.System"] = "a person waits for the process to end",
        ["LedgerCommand.cs: the computer's clock: TimeProvider.System"] = "an export says when it was made",
        ["LedgerTables.cs: a limit by the computer's clock: RetryOptions.MaxDelay"] = Tables,
        ["LedgerTables.cs: its own waits, without a clock: new TableClientOptions without RetryPolicy"] = Tables,
        ["LocalLedger.cs: the computer's clock: TimeProvider.System"] = "it reads before anything runs and waits for nothing",
        ["OpenMark.cs: a wait without a clock: SpinWait.SpinUntil"] = "how long another process may take to close the file",
        ["ProcessFiles.cs: the computer's clock: Environment.TickCount64"] = RealScripts,
        ["Program.cs: a limit by the computer's clock: InvocationConfiguration.ProcessTerminationTimeout"] =
            "a person waits for the process to end",
        ["RotationClients.cs: the computer's clock: TimeProvider.System"] = "the clock of whoever gives none",
        ["RotationWeb.cs: the computer's clock: TimeProvider.System"] = "the clock of whoever gives none",
        ["SimulateCommand.cs: the computer's clock: TimeProvider.System"] = "it waits for Ctrl+C",
        ["SmtpTransport.cs: its own waits, without a clock: new SmtpClient without Timeout"] =
            "MailKit's two minutes are longer than an attempt, whose limit is Polly's",
        ["SqliteFile.cs: a limit by the computer's clock: SqliteConnectionStringBuilder.DefaultTimeout"] =
            "how long another process may hold the file",
        ["SystemctlReport.cs: the computer's clock: Environment.TickCount64"] = RealScripts,
        ["Terminal.cs: the computer's clock: TimeProvider.System"] = "whether a deadline has passed, for the person who reads",
        ["TrustedAuthority.cs: a limit by the computer's clock: SocketsHttpHandler.ConnectTimeout"] = Sockets,
        ["TrustedAuthority.cs: a limit by the computer's clock: SocketsHttpHandler.PooledConnectionLifetime"] = Sockets,
        ["WorldOptions.cs: the computer's clock: TimeProvider.System"] = "the clock of whoever gives none",
    };

    [Fact]
    public void Every_wait_is_on_a_clock()
    {
        IReadOnlyList<(string File, SemanticModel Model)> files = Sources.OfTheProduct();
        HashSet<string> found =
        [
            .. files.SelectMany(static file => WaitRules.Violations(file.Model).Select(violation => $"{file.File}: {violation}")),
        ];

        Assert.InRange(files.Count, 500, 5000);
        string[] unknown = [.. found.Except(_excepted.Keys).Order()];
        Assert.True(unknown is [], string.Join('\n', unknown));
        Assert.Equal([], _excepted.Keys.Except(found).Order());
    }

    [Theory]
    [InlineData("Task.Delay(1000);")]
    [InlineData("Task.Delay(span, stop);")]
    [InlineData("task.WaitAsync(span);")]
    [InlineData("task.WaitAsync(TimeSpan.FromSeconds(1), stop);")]
    [InlineData("task.Wait(1000);")]
    [InlineData("Thread.Sleep(span);")]
    [InlineData("source.CancelAfter(span);")]
    [InlineData("var s = new CancellationTokenSource(span);")]
    [InlineData("CancellationTokenSource s = new(1000);")]
    [InlineData("var t = new Timer(Ring);")]
    [InlineData("var t = new System.Timers.Timer(1000);")]
    [InlineData("var t = new PeriodicTimer(span);")]
    [InlineData("var w = new SemaphoreSlim(1).WaitAsync(span);")]
    [InlineData("var w = new ManualResetEventSlim().Wait(span);")]
    [InlineData("SpinWait.SpinUntil(() => true, 1000);")]
    [InlineData("var w = new System.Diagnostics.Process().WaitForExit(1000);")]
    [InlineData("var w = System.Diagnostics.Stopwatch.StartNew();")]
    [InlineData("var w = System.Diagnostics.Stopwatch.GetElapsedTime(1);")]
    [InlineData("var now = Environment.TickCount64;")]
    [InlineData("var now = DateTime.Now;")]
    [InlineData("var now = TimeProvider.System;")]
    [InlineData("var p = new Polly.ResiliencePipelineBuilder<int>();")]
    [InlineData("var p = new Polly.ResiliencePipelineBuilder { Name = \"x\" };")]
    [InlineData("Azure.Security.KeyVault.Secrets.SecretClientOptions o = new() { Transport = null };")]
    [InlineData(
        "Azure.Security.KeyVault.Secrets.SecretClientOptions o = new() { RetryPolicy = policy, Retry = { NetworkTimeout = span } };")]
    [InlineData("var c = new HttpClient();")]
    [InlineData("HttpClient c = new() { Timeout = span };", 2)]
    [InlineData("http.Timeout = span;")]
    [InlineData("SocketsHttpHandler h = new() { ConnectTimeout = span };")]
    [InlineData("SocketsHttpHandler h = new() { PooledConnectionLifetime = span };")]
    [InlineData("var m = new MailKit.Net.Smtp.SmtpClient();")]
    [InlineData("MailKit.Net.Smtp.SmtpClient m = new() { Timeout = 1000 };", 2)]
    [InlineData("Microsoft.Data.Sqlite.SqliteConnectionStringBuilder b = new() { DefaultTimeout = 30 };")]
    public void A_wait_without_a_clock_is_found(string statement, int times = 1) => Assert.Equal(times, Violations(statement).Count);

    [Theory]
    [InlineData("Task.Delay(span, time, stop);")]
    [InlineData("task.WaitAsync(stop);")]
    [InlineData("task.WaitAsync(span, time, stop);")]
    [InlineData("CancellationTokenSource s = new(span, time);")]
    [InlineData("var t = new PeriodicTimer(span, time);")]
    [InlineData("var t = time.CreateTimer(Ring, null, span, span); t.Change(span, span);")]
    [InlineData("var w = new SemaphoreSlim(1).WaitAsync(stop);")]
    [InlineData("var now = time.GetUtcNow();")]
    [InlineData("var p = new Polly.ResiliencePipelineBuilder<int> { TimeProvider = time };")]
    [InlineData("Azure.Security.KeyVault.Secrets.SecretClientOptions o = new() { RetryPolicy = policy };")]
    [InlineData("HttpClient c = new() { Timeout = Timeout.InfiniteTimeSpan };")]
    [InlineData("MailKit.Net.Smtp.SmtpClient m = new() { Timeout = Timeout.Infinite };")]
    public void A_wait_on_a_clock_is_not(string statement) => Assert.Empty(Violations(statement));

    [Fact]
    public void Retries_of_Azure_are_found_although_somebody_has_derived_from_them()
        => Assert.Equal(
            ["its own waits, without a clock: Ours is a RetryPolicy"],
            WaitRules.Violations(Sources.Of("class Ours : Azure.Core.Pipeline.RetryPolicy { }")));

    [Fact]
    public void A_wait_that_is_planted_in_the_product_is_found()
    {
        (string _, SemanticModel model) = Sources.OfTheProduct().Single(static file => file.File == "RunCommandWaits.cs");
        SyntaxTree planted = model.SyntaxTree.WithChangedText(SourceText.From(
            model.SyntaxTree.ToString().Replace(", time, cancellationToken)", ", cancellationToken)", StringComparison.Ordinal)));

        Assert.Empty(WaitRules.Violations(model));
        Assert.Equal(
            ["a wait without a clock: Task.Delay"],
            WaitRules.Violations(model.Compilation.ReplaceSyntaxTree(model.SyntaxTree, planted).GetSemanticModel(planted)));
    }

    private static IReadOnlyList<string> Violations(string statement) => WaitRules.Violations(Sources.Of($$"""
        class C(TimeSpan span, TimeProvider time, CancellationToken stop, Task task, CancellationTokenSource source, HttpClient http, Azure.Core.Pipeline.RetryPolicy policy)
        {
            void M() { {{statement}} }
            void Ring(object? state) { }
        }
        """));
}
