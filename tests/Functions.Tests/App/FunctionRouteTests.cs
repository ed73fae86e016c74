using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using TenantTokens.EngineContract;
using TenantTokens.Functions.Durable;

namespace TenantTokens.FunctionsTests.App;

/// <summary>The routes that the host finds in the app.</summary>
public sealed class FunctionRouteTests : FunctionRouteContract
{
    private static readonly (string Name, HttpTriggerAttribute Trigger)[] _http =
    [
        .. from method in typeof(TaskRunner).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
           let function = method.GetCustomAttribute<FunctionAttribute>()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where function is not null && trigger is not null
           select (function.Name, trigger),
    ];

    protected override IReadOnlyList<FunctionRoute> Functions { get; } =
    [
        .. _http.Select(static one => new FunctionRoute(one.Name, one.Trigger.Route ?? one.Name, one.Trigger.Methods ?? [])),
    ];

    [Fact]
    public void No_function_key_takes_the_place_of_the_sign_in()
        => Assert.All(_http, static one => Assert.Equal(AuthorizationLevel.Anonymous, one.Trigger.AuthLevel));
}
