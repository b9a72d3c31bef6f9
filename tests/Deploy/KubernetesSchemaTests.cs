using k8s;
using k8s.Models;
using MGen.Docs.Tests;

namespace MGen.Deploy.Tests;

/// <summary>
/// The Kubernetes manifest has the schema of Kubernetes' API, as the types of its client, which are generated from it.
/// </summary>
public sealed class KubernetesSchemaTests
{
    private static string Manifest => Repository.Read("deploy/kubernetes/mgen.yaml");

    [Fact]
    public void Manifest_EachObject_IsOfTheApi()
    {
        List<object> objects = KubernetesYaml.LoadAllFromString(Manifest, strict: true);

        Assert.Equal(
            [
                typeof(V1Job),
                typeof(V1StatefulSet),
                typeof(V1Service),
                typeof(V1Deployment),
                typeof(V1Service),
                typeof(V1Deployment),
                typeof(V1Service),
                typeof(V1NetworkPolicy),
            ],
            objects.Select(item => item.GetType())
        );
        V1PodSpec silo = objects.OfType<V1StatefulSet>().Single().Spec.Template.Spec;
        Assert.Equal(40, silo.TerminationGracePeriodSeconds);
        Assert.Equal("/health/startup", silo.Containers[0].StartupProbe.HttpGet.Path);
    }

    /// <summary>Shows that the test above would see a mistake.</summary>
    [Theory]
    [InlineData("serviceName:", "servicename:")]
    [InlineData("replicas: 2", "replicas: two")]
    [InlineData("readinessProbe:", "readynessProbe:")]
    public void Manifest_WithAMistake_IsRefused(string right, string wrong) =>
        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.LoadAllFromString(Manifest.Replace(right, wrong, StringComparison.Ordinal), strict: true)
        );
}
