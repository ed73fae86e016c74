using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Managed run commands of VMs and Arc machines.
/// https://learn.microsoft.com/azure/virtual-machines/linux/run-command-managed, https://learn.microsoft.com/azure/azure-arc/servers/run-command
/// </summary>
internal sealed partial class RunCommandEndpoints(WorldState world)
{
    private const int LongestArcName = 36;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(15);
    private int _calls;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string type in new[] { "Microsoft.Compute/virtualMachines", "Microsoft.HybridCompute/machines" })
        {
            string list = $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{type}/{{machine}}/runCommands";
            Call("GET", list, CallName.ListRunCommands, ListAsync);
            Call("GET", list + "/{name}", CallName.GetRunCommand, GetAsync);
            Call("PUT", list + "/{name}", CallName.PutRunCommand, PutAsync);
            Call("DELETE", list + "/{name}", CallName.DeleteRunCommand, DeleteAsync);

            void Call(string method, string pattern, string name, Func<HttpContext, IMachine, Task> handler)
                => routes.MapCall(method, pattern, name, ServiceKind.ResourceManager, context => CheckAsync(context, type, handler));
        }
    }

    private Task CheckAsync(HttpContext context, string type, Func<HttpContext, IMachine, Task> handler)
    {
        string remaining = (250 - (Interlocked.Increment(ref _calls) % 200)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[$"x-ms-ratelimit-remaining-subscription-{(context.Request.Method is "GET" ? "reads" : context.Request.Method is "PUT" ? "writes" : "deletes")}"] = remaining;
        if (context.Request.Query["api-version"].Count is 0)
        {
            return ArmError.WriteAsync(context, 400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        }

        if (world.Azure.RetryAfter(context.Route("subscription"), world.Clock.Now) is { } wait)
        {
            return ArmError.ThrottledAsync(context, world.Clock, wait);
        }

        if (world.Faults.Next(FaultKind.Throttle, context.Route("subscription")) is { } throttled)
        {
            return ArmError.ThrottledAsync(context, world.Clock, TimeSpan.FromSeconds(throttled.RetryAfterSeconds ?? 15));
        }

        string id = $"/subscriptions/{context.Route("subscription")}/resourceGroups/{context.Route("group")}/providers/{type}/{context.Route("machine")}";
        return world.Azure.Find(id) is { } machine
            ? handler(context, machine)
            : ArmError.WriteAsync(context, 404, "ResourceNotFound", $"The Resource '{type}/{context.Route("machine")}' under resource group '{context.Route("group")}' was not found.");
    }

    private async Task PutAsync(HttpContext context, IMachine machine)
    {
        string name = context.Route("name");
        bool known = world.Commands.Find(machine, name) is not null;
        (RunCommandRequest? request, string? problem) = RunCommandRequest.Read(await Answer.ReadAsync(context));
        await (request switch
        {
            _ when !Name().IsMatch(name) || (machine.Identity.IsArc && name.Length > LongestArcName)
                => ArmError.WriteAsync(context, 400, "InvalidParameter", $"The run command name '{name}' is not valid: letters, digits, '-', '_' and '.', at most {LongestArcName} on a Linux Arc machine."),
            null => ArmError.WriteAsync(context, 400, "InvalidRequestContent", problem!),
            _ when !request.Location.Equals(machine.Identity.Location, StringComparison.OrdinalIgnoreCase)
                => ArmError.WriteAsync(context, 400, "InvalidLocation", $"The location must be that of the machine, '{machine.Identity.Location}'."),
            _ when !machine.Identity.IsArc && !machine.IsOn => NotRunningAsync(context),
            _ when !machine.Identity.IsArc && !known && world.Commands.Of(machine).Count >= RunCommandBook.MostPerVirtualMachine
                => ArmError.WriteAsync(context, 409, "Conflict", $"The maximum number of managed Run commands (max={RunCommandBook.MostPerVirtualMachine}, current={RunCommandBook.MostPerVirtualMachine}) has been exceeded. Use fewer Run commands and retry the request."),
            _ => AcceptAsync(context, machine, name, request),
        });
    }

    private Task AcceptAsync(HttpContext context, IMachine machine, string name, RunCommandRequest request)
    {
        (RunCommand command, bool isNew) = world.Commands.Put(machine, name, request);
        string operation = $"{context.Request.Scheme}://{context.Request.Host}/subscriptions/{machine.Identity.SubscriptionId}/providers/{machine.Identity.Provider}/locations/{machine.Identity.Location}/operations/{command.Operation}?api-version={Uri.EscapeDataString(context.Request.Query["api-version"].ToString())}";
        context.Response.Headers["Azure-AsyncOperation"] = operation;
        context.Response.Headers.Location = operation + "&monitor=true";
        Answer.RetryAfter(context, world.Clock, s_poll);
        return Answer.JsonAsync(context, isNew ? 201 : 200, Json(command, withInstanceView: false));
    }

    private Task GetAsync(HttpContext context, IMachine machine)
    {
        if (world.Commands.Find(machine, context.Route("name")) is not { } command)
        {
            return NotFoundAsync(context);
        }

        Answer.RetryAfter(context, world.Clock, s_poll);
        return Answer.JsonAsync(context, 200, Json(command, machine.Identity.IsArc || Expands(context)));
    }

    private Task ListAsync(HttpContext context, IMachine machine)
        => Answer.JsonAsync(context, 200, new JsonObject { ["value"] = new JsonArray([.. world.Commands.Of(machine).Select(c => Json(c, Expands(context)))]) });

    private Task DeleteAsync(HttpContext context, IMachine machine)
    {
        if (!machine.Identity.IsArc && !machine.IsOn)
        {
            return NotRunningAsync(context);
        }

        context.Response.StatusCode = world.Commands.Delete(machine, context.Route("name")) ? 200 : 204;
        return Task.CompletedTask;
    }

    private JsonObject Json(RunCommand command, bool withInstanceView)
    {
        lock (world.Commands.Sync)
        {
            return command.ToJson(withInstanceView);
        }
    }

    private static bool Expands(HttpContext context) => context.Request.Query["$expand"].ToString().Equals("instanceView", StringComparison.OrdinalIgnoreCase);

    private static Task NotRunningAsync(HttpContext context)
        => ArmError.WriteAsync(context, 409, "OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.");

    private static Task NotFoundAsync(HttpContext context)
        => ArmError.WriteAsync(context, 404, "ResourceNotFound", $"The run command '{context.Route("name")}' was not found.");

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_.]+\z")]
    private static partial Regex Name();
}
