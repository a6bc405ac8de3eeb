#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" create serviceaccount "$LAB_ACCOUNT"

# A role for each line of the task: kubectl create role makes a single rule.
kubectl -n "$LAB_NAMESPACE" create role watch-workloads \
  --verb=get,list,watch --resource="$LAB_RESOURCE.apps"
kubectl -n "$LAB_NAMESPACE" create role patch-workload \
  --verb=patch --resource="$LAB_RESOURCE.apps" --resource-name="$LAB_WORKLOAD"
kubectl -n "$LAB_NAMESPACE" create role read-logs --verb=get --resource=pods,pods/log
kubectl -n "$LAB_NAMESPACE" create role create-records --verb=create --resource=configmaps
kubectl -n "$LAB_NAMESPACE" create role update-record \
  --verb=get,update --resource=configmaps --resource-name="$LAB_RECORD"

for role in watch-workloads patch-workload read-logs create-records update-record; do
  kubectl -n "$LAB_NAMESPACE" create rolebinding "$role" \
    --role="$role" --serviceaccount="$LAB_NAMESPACE:$LAB_ACCOUNT"
done

kubectl -n "$LAB_NAMESPACE-staging" create role read-workloads \
  --verb=get,list --resource="$LAB_RESOURCE.apps"
kubectl -n "$LAB_NAMESPACE-staging" create rolebinding read-workloads \
  --role=read-workloads --serviceaccount="$LAB_NAMESPACE:$LAB_ACCOUNT"
