using System.Globalization;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Arm;

/// <summary>A managed run command as a resource. Guarded by the book's lock; the protected values are gone once it ran.</summary>
internal sealed class RunCommand(string name, IMachine machine, RunCommandRequest request, string operation, DateTimeOffset putAt) : IDisposable
{
    private readonly CancellationTokenSource _terminate = new();

    public string Name => name;

    public IMachine Machine => machine;

    public RunCommandRequest Request { get; private set; } = request;

    /// <summary>The id of its asynchronous operation.</summary>
    public string Operation => operation;

    public string ProvisioningState { get; set; } = "Creating";

    public string ExecutionState { get; set; } = "Unknown";

    public string Message { get; set; } = "";

    /// <summary>0 while it runs, too: exit code 0 alone says nothing (facts/azure.md §1.4).</summary>
    public int ExitCode { get; set; }

    public string Output { get; set; } = "";

    public string Error { get; set; } = "";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public bool IsDeleted => DeletedAt is not null;

    public bool IsRunning => ExecutionState is "Running";

    public CancellationToken Terminate => _terminate.Token;

    public void ForgetSecrets() => Request = Request with { Protected = [] };

    /// <summary>The operation of a deleted command is still known; a copy of its script need not be, once it cannot run any more.</summary>
    public void ForgetScript()
    {
        if (IsDeleted && EndedAt is not null)
        {
            Request = Request with { Script = "", Protected = [] };
        }
    }

    /// <summary>"If the script execution is still in progress, execution will be terminated."</summary>
    public void Delete(DateTimeOffset at)
    {
        DeletedAt = at;
        ForgetScript();
        _terminate.Cancel();
    }

    public CommandSnapshot Snapshot() => new(
        machine.Identity.Name, $"{machine.Identity.SubscriptionId}/{machine.Identity.Location}", Parameter("COMPONENT"), Parameter("ACTION"), putAt, EndedAt, EndedAt is null ? null : ExitCode, DeletedAt);

    public JsonObject ToJson(bool withInstanceView)
    {
        JsonObject properties = new()
        {
            ["source"] = new JsonObject { ["script"] = Request.Script },
            ["parameters"] = new JsonArray([.. Request.Parameters.Select(static p => new JsonObject { ["name"] = p.Key, ["value"] = p.Value })]),
            ["asyncExecution"] = Request.IsAsync,
            ["timeoutInSeconds"] = (int)Request.Timeout.TotalSeconds,
            ["provisioningState"] = ProvisioningState,
        };
        if (machine.Identity.IsArc)
        {
            properties["protectedParameters"] = new JsonArray();
        }
        else
        {
            properties["treatFailureAsDeploymentFailure"] = Request.FailsDeployment;
        }

        if (withInstanceView)
        {
            properties["instanceView"] = InstanceView();
        }

        return new JsonObject
        {
            ["id"] = $"{machine.Identity.ResourceId}/runCommands/{name}",
            ["name"] = name,
            ["type"] = machine.Identity.IsArc ? "Microsoft.HybridCompute/machines/runcommands" : "Microsoft.Compute/virtualMachines/runCommands",
            ["location"] = Request.Location,
            ["tags"] = Request.Tags?.DeepClone(),
            ["properties"] = properties,
        };
    }

    public void Dispose() => _terminate.Dispose();

    private string? Parameter(string name) => Request.Parameters.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private JsonObject InstanceView()
    {
        JsonObject view = new()
        {
            ["executionState"] = ExecutionState,
            ["executionMessage"] = Message,
            ["exitCode"] = ExitCode,
            ["output"] = Output,
            ["error"] = Error,
            ["statuses"] = new JsonArray(),
        };
        Add("startTime", StartedAt);
        Add("endTime", EndedAt);
        return view;

        void Add(string key, DateTimeOffset? time)
        {
            if (time is { } at)
            {
                view[key] = at.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
            }
        }
    }
}
