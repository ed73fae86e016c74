using Azure.Core.Pipeline;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>ARM over scripted HTTP.</summary>
internal sealed class RunCommandDriver
{
    public const string Token = "hRCnr6Yd3BFrtxaF";

    /// <summary>The line of a script that has rotated, as it stands inside the JSON of a view.</summary>
    public const string Report =
        """##rotation {\"v\":1,\"action\":\"apply\",\"component\":\"oneagent\",\"outcome\":\"rotated\",\"code\":\"ok\",\"message\":\"\",\"clock\":1}""";

    public RunCommandDriver()
    {
        AzureOptions options = new()
        {
            ArmEndpoint = new Uri("https://localhost"),
            VaultUri = new Uri("https://localhost"),
            Credential = AzureCredentialKind.Simulated,
        };
        Arm = new ArmPipeline(options, AzureCredentials.Create(options), new HttpClientTransport(Http), Time);
        Client = new RunCommandClient(Arm, Scrubber);
        Execution = new RunCommandExecution(Client, new PolicyOptions { PollInterval = TimeSpan.FromSeconds(15) }, Scrubber, Time);
    }

    public ScriptedHttp Http { get; } = new();

    public InstantTime Time { get; } = new();

    public SecretScrubber Scrubber { get; } = new();

    public ArmPipeline Arm { get; }

    public RunCommandClient Client { get; }

    public RunCommandExecution Execution { get; }

    /// <summary>What <see cref="RunAsync"/>'s maySend answers.</summary>
    public bool MaySend { get; set; } = true;

    public int TimesAsked { get; private set; }

    /// <summary>What <see cref="RunAsync"/> was told before the command was deleted, and how many requests had been made by then.</summary>
    public List<(RunCommandResult Result, int Requests)> Ended { get; } = [];

    public RunCommandRequest Request { get; set; } = RequestFor(SomeMachines.Vm);

    public string Get => $"GET {SomeMachines.Vm.ResourceId}/runCommands/{Request.Name}?$expand=instanceView&api-version=2025-04-01";

    public string Put => $"PUT {SomeMachines.Vm.ResourceId}/runCommands/{Request.Name}?api-version=2025-04-01";

    public string Delete => $"DELETE {SomeMachines.Vm.ResourceId}/runCommands/{Request.Name}?api-version=2025-04-01";

    public static string List => $"GET {SomeMachines.Vm.ResourceId}/runCommands?api-version=2025-04-01";

    public static RunCommandRequest RequestFor(Machine machine) => new(
        machine,
        RunCommandName.Create("r1", "oneagent/" + machine.Name, "apply", 1, 1),
        "#!/bin/bash\nexit 0\n",
        new Dictionary<string, string> { ["ACTION"] = "apply", ["ROOT"] = "" },
        new Dictionary<string, string> { ["NEW_TOKEN"] = Token },
        TimeSpan.FromMinutes(10));

    public static string View(
        string execution,
        string provisioning = "Succeeded",
        int exitCode = 0,
        string output = "",
        string error = "",
        string message = "")
        => $$"""
            {"name":"x","properties":{"provisioningState":"{{provisioning}}","instanceView":
             {"executionState":"{{execution}}","executionMessage":"{{message}}","exitCode":{{exitCode}},"output":"{{output}}","error":"{{error}}","statuses":[]} } }
            """;

    public static string Error(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";

    public void ExpectSent() => Http.Expect(Get, 404).Expect(Put, 201, "{}");

    /// <summary>15 minutes, half as long again as the command may run, at one look per minute.</summary>
    public void ExpectUntilDeadline(string view)
    {
        for (int minute = 0; minute <= 15; minute++)
        {
            Http.Expect(Get, 200, view, ("Retry-After", "60"));
        }
    }

    public Task<RunCommandResult> RunAsync() => Execution.RunAsync(
        Request,
        _ =>
        {
            TimesAsked++;
            return Task.FromResult(MaySend);
        },
        (result, _) =>
        {
            Ended.Add((result, Http.Requests.Count));
            return Task.CompletedTask;
        },
        TestContext.Current.CancellationToken);
}
